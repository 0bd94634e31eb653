"""A backup restores to the same totals, on both databases, or says why not."""

import sqlite3
from contextlib import closing

import psycopg
import pytest

from tests.bootstrap.conftest import House

pytestmark = pytest.mark.processes


@pytest.fixture
def house(own_database, tmp_path):
    """A house with a database of its own, of the kind that this pass is about, and a file."""
    home = tmp_path / "home"
    (home / "media").mkdir(parents=True)
    (home / "media" / "shower.txt").write_text("花洒")
    (home / "private").mkdir()
    (home / "private" / "orders.csv").write_text("订单编号")
    house = House(home, ZG_DATABASE_URL=own_database, ZG_BACKUP_PASSPHRASE="correct horse battery")
    house.database = own_database
    return house


def accounts(url):
    if url.startswith("sqlite"):
        connect = closing(sqlite3.connect(url.removeprefix("sqlite:///")))
    else:
        connect = psycopg.connect(url)
    with connect as db:
        return [row[0] for row in db.execute("SELECT username FROM org_user ORDER BY username")]


def test_a_restore_brings_back_rows_and_files_and_adds_up(house, tmp_path):
    assert house.run("createuser", "before").returncode == 0
    kept = accounts(house.database)
    taken = house.run("backup", str(tmp_path / "one.zgb"))
    assert taken.returncode == 0, taken.stderr
    assert house.run("createuser", "after").returncode == 0
    (house.home / "media" / "shower.txt").unlink()
    (house.home / "private" / "orders.csv").unlink()

    restored = house.run("restore", str(tmp_path / "one.zgb"), "--yes")

    assert restored.returncode == 0, restored.stderr
    assert "全部核对一致" in restored.stdout
    assert accounts(house.database) == kept
    assert (house.home / "media" / "shower.txt").read_text() == "花洒"
    assert (house.home / "private" / "orders.csv").read_text() == "订单编号"
    assert len(list(house.home.glob("before-restore-*"))) == 1
    assert b"before" not in (tmp_path / "one.zgb").read_bytes()
    assert "The keys are not in it" in taken.stdout


def test_the_wrong_passphrase_restores_nothing(house, tmp_path):
    assert house.run("backup", str(tmp_path / "one.zgb")).returncode == 0
    present = accounts(house.database)

    refused = house.run(
        "restore", str(tmp_path / "one.zgb"), "--yes", ZG_BACKUP_PASSPHRASE="wrong horse battery"
    )

    assert refused.returncode == 1
    assert "The backup does not open: wrong passphrase" in refused.stderr
    assert accounts(house.database) == present
    assert not list(house.home.glob("before-restore-*"))


def test_without_a_yes_nothing_is_restored(house, tmp_path):
    assert house.run("backup", str(tmp_path / "one.zgb")).returncode == 0

    refused = house.run("restore", str(tmp_path / "one.zgb"))

    assert refused.returncode == 1
    assert "Nothing was restored" in refused.stderr


def test_a_short_passphrase_is_refused(house):
    refused = house.run("backup", ZG_BACKUP_PASSPHRASE="short")

    assert refused.returncode == 1
    assert "at least 12 characters" in refused.stderr
    assert not list((house.home / "backups").glob("*"))

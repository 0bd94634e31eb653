"""A backup restores to the same totals, on both databases, or says why not."""

import os
import sqlite3
import subprocess
import sys

import pytest

from tests.bootstrap.conftest import ROOT, House
from tools.zg.testing import servers
from tools.zg.testing.packages import find_postgres

pytestmark = pytest.mark.processes
PHRASE = {"ZG_BACKUP_PASSPHRASE": "correct horse battery"}


@pytest.fixture
def copy(house, tmp_path):
    """A house with the first one's database, to take apart."""
    home = tmp_path / "home"
    home.mkdir()
    with sqlite3.connect(house.home / "zhanggui.sqlite3") as source:
        target = sqlite3.connect(home / "zhanggui.sqlite3")
        source.backup(target)
        target.close()
    source.close()
    (home / "media").mkdir()
    (home / "media" / "shower.txt").write_text("花洒")
    return House(home, **PHRASE)


def users(home):
    with sqlite3.connect(home / "zhanggui.sqlite3") as db:
        names = [row[0] for row in db.execute("SELECT username FROM org_user ORDER BY username")]
    db.close()
    return names


def test_a_restore_brings_back_rows_and_files_and_adds_up(copy, tmp_path):
    assert copy.run("createuser", "before").returncode == 0
    kept = users(copy.home)
    taken = copy.run("backup", str(tmp_path / "one.zgb"))
    assert taken.returncode == 0, taken.stderr
    assert copy.run("createuser", "after").returncode == 0
    (copy.home / "media" / "shower.txt").unlink()

    restored = copy.run("restore", str(tmp_path / "one.zgb"), "--yes")

    assert restored.returncode == 0, restored.stderr
    assert "全部核对一致" in restored.stdout
    assert users(copy.home) == kept
    assert (copy.home / "media" / "shower.txt").read_text() == "花洒"
    (aside,) = copy.home.glob("before-restore-*")
    assert "after" in users(aside)
    assert b"before" not in (tmp_path / "one.zgb").read_bytes()
    assert "The keys are not in it" in taken.stdout


def test_the_wrong_passphrase_restores_nothing(copy, tmp_path):
    assert copy.run("backup", str(tmp_path / "one.zgb")).returncode == 0
    present = users(copy.home)

    refused = copy.run(
        "restore", str(tmp_path / "one.zgb"), "--yes", ZG_BACKUP_PASSPHRASE="wrong horse battery"
    )

    assert refused.returncode == 1
    assert "The backup does not open: wrong passphrase" in refused.stderr
    assert users(copy.home) == present
    assert not list(copy.home.glob("before-restore-*"))


def test_without_a_yes_nothing_is_restored(copy, tmp_path):
    assert copy.run("backup", str(tmp_path / "one.zgb")).returncode == 0

    refused = copy.run("restore", str(tmp_path / "one.zgb"))

    assert refused.returncode == 1
    assert "Nothing was restored" in refused.stderr


def test_a_short_passphrase_is_refused(copy):
    refused = copy.run("backup", ZG_BACKUP_PASSPHRASE="short")

    assert refused.returncode == 1
    assert "at least 12 characters" in refused.stderr
    assert not list((copy.home / "backups").glob("*"))


@pytest.mark.skipif(
    find_postgres() is None and os.environ.get("CI") != "true", reason="no PostgreSQL"
)
def test_a_restore_on_postgresql_adds_up(tmp_path):
    with servers.postgres() as url:
        house = House(tmp_path, ZG_DATABASE_URL=url, **PHRASE)
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=house.env, check=True
        )
        assert house.run("createuser", "before").returncode == 0
        taken = house.run("backup", str(tmp_path / "one.zgb"))
        assert taken.returncode == 0, taken.stderr
        assert house.run("createuser", "after").returncode == 0

        restored = house.run("restore", str(tmp_path / "one.zgb"), "--yes")

        assert restored.returncode == 0, restored.stderr
        assert house.run("createuser", "after").returncode == 0
        assert "已存在" in house.run("createuser", "before").stderr

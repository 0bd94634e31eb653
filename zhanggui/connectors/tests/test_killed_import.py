"""An import that is killed at any moment, and run again, ends as if nothing had happened."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.database import TEMPLATES, migrations_key

ROOT = Path(__file__).parents[3]
COUNT = 1200

PREPARE = f"""
import sys
from pathlib import Path
import django; django.setup()
from django.core.management import call_command
from bench.trade import AT, make_trade, orders
from zhanggui.connectors.taobao.writer import write_files
from zhanggui.connectors.targets import TAOBAO_ORDERS
from zhanggui.imports.services import Upload, ask_commit, receive, run_check
call_command("migrate", verbosity=0)
shop, user = make_trade()
paths = write_files(list(orders({COUNT})), Path(sys.argv[1]), made_at=AT)
session = receive(target=TAOBAO_ORDERS, uploads=[Upload(p.name, p) for p in paths],
                  options={{"shop": shop.code}}, by=user, at=AT)
run_check(session.pk, at=AT)
session.refresh_from_db()
ask_commit(session=session)
"""

COMMIT = """
import django; django.setup()
from bench.trade import AT
from zhanggui.imports.models import ImportSession
from zhanggui.imports.services import run_commit
print("ready", flush=True)
run_commit(ImportSession.objects.get().pk, at=AT)
"""

COUNTS = {
    "orders": "select count(*) from orders_order",
    "raw": "select count(*) from orders_raworder",
    "lines": "select count(*) from orders_orderline",
    "raw_lines": "select count(*) from orders_rawline",
    "promises": "select count(*) from inventory_reservation",
    "entries": "select count(*) from journal_entry where action = 'orders.received'",
    "drift": "select (select coalesce(sum(quantity), 0) from orders_orderline)"
    " - (select sum(reserved) from inventory_stocklevel)",
    "done": "select count(*) from imports_importsession where state = 'DONE'",
}


def counts(home):
    with closing(sqlite3.connect(home / "zhanggui.sqlite3")) as db:
        return {name: db.execute(sql).fetchone()[0] for name, sql in COUNTS.items()}


def start(code, home, *arguments):
    environment = os.environ | {
        "ZG_HOME": str(home),
        "ZG_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "zhanggui.config.settings",
    }
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def run(code, home, *arguments):
    with start(code, home, *arguments) as process:
        output = process.communicate()[0]
    assert process.returncode == 0
    return output


@pytest.mark.processes
def test_an_import_killed_twice_and_run_again_is_whole(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    template = TEMPLATES / f"{migrations_key()}.sqlite3"
    if template.exists():  # made by the tests that ran before; else PREPARE migrates
        shutil.copy(template, home / "zhanggui.sqlite3")
    run(PREPARE, home, str(tmp_path))
    for pause in (0.15, 0.4):
        with start(COMMIT, home) as process:
            process.stdout.readline()
            time.sleep(pause)
            os.kill(process.pid, signal.SIGKILL)
    between = counts(home)

    run(COMMIT, home)

    assert between["drift"] == 0
    assert between["lines"] == between["raw_lines"] == between["orders"] * 3
    assert between["entries"] == between["orders"]
    assert counts(home) == {
        "orders": COUNT, "raw": COUNT, "lines": COUNT * 3, "raw_lines": COUNT * 3,
        "promises": COUNT * 3, "entries": COUNT, "drift": 0, "done": 1,
    }  # fmt: skip

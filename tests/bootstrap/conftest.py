"""A home of the tests' own, brought up once, for those that start real processes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.database import TEMPLATES, migrations_key
from tools.zg.testing.servers import free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 180  # seconds for a whole first start on a busy machine


def clean(**extra):
    """The environment without the tests' own settings, and with these."""
    mine = {n: v for n, v in os.environ.items() if not n.startswith(("ZG_", "DJANGO_"))}
    return mine | {"PYTHONPATH": str(ROOT)} | extra


class House:
    """One installation: its home folder and its command line."""

    def __init__(self, home, **env):
        self.home = home
        self.env = clean(ZG_HOME=str(home), **env)

    def command(self, *arguments):
        return [sys.executable, "-m", "zhanggui.config.cli", *arguments]

    def run(self, *arguments, **env):
        return subprocess.run(
            self.command(*arguments),
            cwd=ROOT,
            env=self.env | env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def start(self, *arguments):
        return subprocess.Popen(
            self.command(*arguments),
            cwd=ROOT,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


@pytest.fixture
def port():
    return free_port()


@pytest.fixture(scope="session")
def house(tmp_path_factory, django_db_setup):
    """A house that has been started once, on a database migrated before."""
    house = House(tmp_path_factory.mktemp("house"))
    shutil.copy(TEMPLATES / f"{migrations_key()}.sqlite3", house.home / "zhanggui.sqlite3")
    first = house.run("up", "--check", "--no-demo", "--port", str(free_port()))
    assert first.returncode == 0, first.stdout + first.stderr
    return house

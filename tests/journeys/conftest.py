"""The running product under a clock of our choice: a month of work, then the month after it."""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.conf import settings

from tests.browser import ROOT, Live, Looker, free_port, wait_until_up
from tests.database import TEMPLATES, migrations_key


@pytest.fixture
def house(tmp_path, django_db_setup, django_db_blocker, chromium):
    """Give a function that runs web and worker on one database, at a moment of a test's choice."""
    file = tmp_path / "zhanggui.sqlite3"
    shutil.copy(TEMPLATES / f"{migrations_key()}.sqlite3", file)

    @contextmanager
    def at(moment: datetime):
        port = free_port()
        env = os.environ | {
            "ZG_HOME": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "tests.clock_settings",
            "ZG_FIELD_KEYS_DIR": str(settings.FIELD_KEYS_DIR),
            "ZG_TEST_NOW": moment.isoformat(),
        }
        commands = (
            ["-m", "uvicorn", "zhanggui.config.asgi:application", "--lifespan=off",
             "--host=127.0.0.1", f"--port={port}", "--log-level=warning"],
            ["manage.py", "run_worker"],
        )  # fmt: skip
        running = [subprocess.Popen([sys.executable, *c], cwd=ROOT, env=env) for c in commands]
        person = Looker(Live(f"http://127.0.0.1:{port}", file, django_db_blocker), chromium)
        try:
            wait_until_up(person.live.url, running[0])
            yield person
        finally:
            person.close()
            for process in running:
                process.terminate()
            for process in running:
                process.wait(20)

    return at

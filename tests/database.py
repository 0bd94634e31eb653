"""The test database: migrated once per set of migrations, then copied."""

import hashlib
import os
import shutil
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from filelock import FileLock

from zhanggui.org.services.granting import sync_permissions
from zhanggui.org.services.loading import HANDBOOK_FILE

TEMPLATES = Path(settings.HOME_DIR) / "templates"


def migrations_key() -> str:
    """Name the set of migrations, so that a new one makes a new template."""
    digest = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.label}/{file.name}".encode())
            if app.name.startswith("zhanggui"):
                digest.update(file.read_bytes())
    digest.update(HANDBOOK_FILE.read_bytes())
    return digest.hexdigest()[:12]


def worker_name() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "gw0")


def sqlite_copy(template: Path) -> None:
    """Copy the migrated file into a database in memory, making the file when it is not there."""
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{template}.lock"):
        if not template.exists():
            draft = f"{template}.draft"
            Path(draft).unlink(missing_ok=True)
            connection.close()
            connection.settings_dict["NAME"] = draft
            call_command("migrate", verbosity=0)
            call_command("load_handbook", verbosity=0)
            connection.close()
            # Fold the write-ahead log into the file, so that one file is the whole of it.
            with sqlite3.connect(draft) as db:
                db.execute("PRAGMA journal_mode=DELETE")
            db.close()
            Path(draft).rename(template)
    connection.close()
    connection.settings_dict["NAME"] = f"file:zg_{worker_name()}?mode=memory&cache=shared"
    connection.settings_dict["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "uri": True}
    connection.ensure_connection()
    source = sqlite3.connect(template)
    source.backup(connection.connection)
    source.close()
    # A test with real transactions empties every table at its end.
    connection.connection.execute("DROP TRIGGER IF EXISTS journal_entry_no_delete")


def postgres_copy(template: str, name: str) -> None:
    """Make this worker's database from the migrated template, making that when it is not there."""

    def execute(*statements: str) -> None:
        with connection._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    TEMPLATES.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{TEMPLATES / template}.lock"):
        with connection._nodb_cursor() as cursor:
            cursor.execute("select 1 from pg_database where datname = %s", [template])
            found = cursor.fetchone()
        if not found:
            execute(f"create database {template}_draft")
            connection.close()
            connection.settings_dict["NAME"] = f"{template}_draft"
            call_command("migrate", verbosity=0)
            call_command("load_handbook", verbosity=0)
            connection.close()
            execute(f"alter database {template}_draft rename to {template}")
        execute(
            f"drop database if exists {name} with (force)",
            f"create database {name} template {template}",
        )
    connection.close()
    connection.settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Replace pytest-django's: migrate once per set of migrations, keep it, copy it."""
    with django_db_blocker.unblock():
        key = migrations_key()
        if connection.vendor == "sqlite":
            sqlite_copy(TEMPLATES / f"{key}.sqlite3")
        else:
            postgres_copy(f"zg_template_{key}", f"zg_test_{worker_name()}")
        # The template holds the handbook; tools may have been declared since it was made.
        sync_permissions()
        yield
        connection.close()


@pytest.fixture
def own_database(django_db_setup, tmp_path):
    """Return the address of a migrated database that processes of a test may share."""
    key = migrations_key()
    if connection.vendor == "sqlite":
        shutil.copy(TEMPLATES / f"{key}.sqlite3", tmp_path / "own.sqlite3")
        yield f"sqlite:///{tmp_path / 'own.sqlite3'}"
        return
    name = f"zg_own_{worker_name()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"drop database if exists {name} with (force)")
        cursor.execute(f"create database {name} template zg_template_{key}")
    yield urlsplit(os.environ["ZG_DATABASE_URL"])._replace(path=f"/{name}").geturl()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"drop database {name} with (force)")

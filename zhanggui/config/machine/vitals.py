"""The signs of life of an installation, for the monitor and the doctor."""

import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from zhanggui import __version__
from zhanggui.journal.models import Delivery

BEAT_LIMIT = 60.0  # seconds of silence after which a worker counts as gone


@dataclass(frozen=True)
class Vitals:
    """Numbers are None where they cannot be known."""

    database: bool
    worker: bool
    beat_age: float | None = None  # seconds
    deliveries: int | None = None
    jobs: int | None = None
    database_bytes: int | None = None
    version: str = __version__

    @property
    def ok(self) -> bool:
        return self.database and self.worker


def read_vitals() -> Vitals:
    """Ask the database and look for the worker's beat."""
    age = beat_age()
    worker = age is not None and age < BEAT_LIMIT
    try:
        waiting = Delivery.objects.filter(done_at=None).count()
        size = database_bytes()
    except DatabaseError:
        return Vitals(database=False, worker=worker, beat_age=age)
    return Vitals(
        database=True, worker=worker, beat_age=age, deliveries=waiting, database_bytes=size
    )


def beat_file() -> Path:
    """Return the file that a worker touches every few seconds."""
    return Path(settings.HOME_DIR) / "worker.beat"


def beat_age() -> float | None:
    try:
        return time.time() - beat_file().stat().st_mtime
    except FileNotFoundError:
        return None


def database_bytes() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
            )
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])

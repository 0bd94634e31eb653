"""The signs of life of an installation, for the monitor and the doctor."""

from dataclasses import dataclass

from django.db import DatabaseError, connection
from django.db.models import Max
from django.utils import timezone

from zhanggui import __version__
from zhanggui.jobs.models import Job, JobState, WorkerBeat
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
    """Ask the database for everything; without it nothing else can be known."""
    try:
        age = beat_age()
        return Vitals(
            database=True,
            worker=age is not None and age < BEAT_LIMIT,
            beat_age=age,
            deliveries=Delivery.objects.filter(done_at=None).count(),
            jobs=Job.objects.filter(state__in=(JobState.QUEUED, JobState.RUNNING)).count(),
            database_bytes=database_bytes(),
        )
    except DatabaseError:
        return Vitals(database=False, worker=False)


def beat_age() -> float | None:
    """Return the seconds since any worker, on any machine, last spoke."""
    seen = WorkerBeat.objects.aggregate(last=Max("seen_at"))["last"]
    return (timezone.now() - seen).total_seconds() if seen else None


def database_bytes() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
            )
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])

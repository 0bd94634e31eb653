"""One worker: long work, the clock, and the journal's outbox."""

import logging
import signal
import threading
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from zhanggui.jobs.running import WORKER
from zhanggui.jobs.services.keeping import beat, fetch_back, tick
from zhanggui.journal.services import deliver_next

logger = logging.getLogger(__name__)

BEAT_EVERY_S, LOOK_EVERY_S, IDLE_S = 4.0, 0.5, 0.4


class Command(BaseCommand):
    help = "Run long work, what the clock asks for, and the reactions to the journal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--no-jobs", action="store_true", help="another engine runs the jobs (ZG_TASKS_BACKEND)"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        stop = threading.Event()
        since = timezone.now()
        rounds = (
            (BEAT_EVERY_S, lambda: beat(since=since, at=timezone.now())),
            (BEAT_EVERY_S, lambda: fetch_back(at=timezone.now())),
            (LOOK_EVERY_S, lambda: tick(at=timezone.now())),
            (LOOK_EVERY_S, lambda: deliver_all(stop)),
        )
        threads = [threading.Thread(target=keep_doing, args=(stop, *one)) for one in rounds]
        for thread in threads:
            thread.start()
        try:
            if options["no_jobs"]:
                for number in (signal.SIGINT, signal.SIGTERM):
                    signal.signal(number, lambda *_: stop.set())
                stop.wait()
            else:
                engine().run()
        finally:
            stop.set()
            for thread in threads:
                thread.join()


def engine() -> Worker:
    """Return the library's loop that takes tasks from the database, its signals set."""
    worker = Worker(
        queue_names=["*"],
        interval=IDLE_S,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=WORKER,
        excluded_queue_names=[],
    )
    worker.configure_signals()
    return worker


def keep_doing(stop: threading.Event, pause: float, work: Callable[[], object]) -> None:
    """Do a round of work again and again until told to stop; a failure is written to the log."""
    while not stop.is_set():
        try:
            close_old_connections()
            work()
        except Exception:
            logger.exception("A round of the worker failed")
        stop.wait(pause)
    connection.close()


def deliver_all(stop: threading.Event) -> None:
    """Hand out what waits in the journal's outbox."""
    while not stop.is_set() and deliver_next(at=timezone.now()):
        pass

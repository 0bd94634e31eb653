"""What the workloads share: the database made ready, the clock, the lines printed."""

import json
import resource
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import django

PEERS: dict[str, dict[str, float]] = {
    # orders a second; docs/performance.md says how they were measured
    "w1.import": {"odoo 18": 15.4, "saleor 3.23": 11.5, "django-oscar 4.2": 52.3},
    # milliseconds of a first page at 100,000 orders
    "w4.list": {"odoo 18": 21, "saleor 3.23": 69, "django-oscar 4.2": 38},
}


def make_ready() -> str:
    """Set Django up and migrate; return the name of the database engine."""
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - needs the settings
    from django.db import connection  # noqa: PLC0415

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("drop schema public cascade")
            cursor.execute("create schema public")
    call_command("migrate", verbosity=0)
    return "sqlite" if connection.vendor == "sqlite" else "postgres"


@dataclass(frozen=True)
class Took:
    """How long work took: by the clock, and of this process's own processor time."""

    seconds: float
    cpu: float


def timed(work: Callable[[], object]) -> Took:
    """Time a piece of work."""
    start, cpu = time.perf_counter(), time.process_time()
    work()
    return Took(time.perf_counter() - start, time.process_time() - cpu)


def tell(measure: str, value: float, unit: str, floor: float | None = None, **more: object) -> None:
    """Print one measure as a line of JSON."""
    line: dict[str, object] = {"measure": measure, "value": round(value, 2), "unit": unit}
    if floor is not None:
        line |= {"floor": round(floor, 2), "ratio": round(value / floor, 3)}
    print(json.dumps(line | more, ensure_ascii=False), flush=True)


def calibrate() -> None:
    """Print how fast this machine counts now: figures of two runs compare only beside it."""
    start = time.perf_counter()
    total = 0
    for number in range(5_000_000):
        total += number
    tell("calibration.python", 5 / (time.perf_counter() - start), "M loops/s")


def peers_of(measure: str) -> dict[str, float]:
    return next((found for name, found in PEERS.items() if measure.startswith(name)), {})


def peak_mb() -> float:
    """Return the most memory that this process held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def is_quick() -> bool:
    return "--quick" in sys.argv


class PeakOfPart:
    """Watches the resident memory of this process during one part of its work, in MB."""

    def __init__(self) -> None:
        self.mb = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.02):
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            self.mb = max(self.mb, pages * resource.getpagesize() / 1024**2)

"""Kinds of long work, and what runs by the clock: declared by each app in jobs.py, at start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any, Protocol

from django.utils.functional import Promise

from zhanggui.core.registry import Registry


class CannotFinishError(Exception):
    """The work cannot be done as asked; the message is for the person. It is not tried again."""


class Work(Protocol):
    """What a running job may ask and say."""

    input: Mapping[str, Any]
    at: datetime

    @property
    def by(self) -> Any:
        """The person who asked for it, None for the clock."""

    def progress(self, done: int, total: int, text: str = "") -> bool:
        """Say how far it has come; False when the work shall stop."""

    def keep_result(self, name: str, content: IO[bytes]) -> None:
        """Keep a file that the work made."""

    def keep_errors(self, name: str, content: IO[bytes]) -> None:
        """Keep a file of what was refused."""


@dataclass(frozen=True)
class JobKind:
    """One kind of long work.

    `run` must be safe to run again: a worker may be killed at any moment, and the work is then
    begun anew. `tries` is how often it is tried in all when it raises something unforeseen.
    `url` gives the page to look at when it is done, from the input.
    """

    code: str
    label: str | Promise
    run: Callable[[Work], None]
    tries: int = 3
    url: Callable[[Mapping[str, Any]], str] | None = None


@dataclass(frozen=True)
class Schedule:
    """Work that the clock asks for. `every` apart, from `first` (minutes after midnight) on."""

    code: str
    label: str | Promise
    run: Callable[[Work], None]
    every: timedelta
    first: int = 0


job_kinds: Registry[JobKind] = Registry()
schedules: Registry[Schedule] = Registry()


def declare(kind: JobKind) -> JobKind:
    """Add a kind of work; see JobKind for what its fields mean."""
    return job_kinds.add(kind)


def declare_schedule(schedule: Schedule) -> Schedule:
    """Let the clock ask for work; each slot is run once, however many workers there are."""
    job_kinds.add(JobKind(schedule.code, schedule.label, schedule.run))
    return schedules.add(schedule)

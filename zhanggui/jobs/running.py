"""A job from its claim to its end. Safe against double wake-ups and dead workers."""

import logging
import os
import socket
from collections.abc import Mapping
from datetime import datetime, timedelta
from time import monotonic
from typing import IO, Any

from django.core.files import File
from django.db.models import F, Q
from django.utils import timezone

from zhanggui.jobs.models import Job, JobState
from zhanggui.jobs.registry import CannotFinishError

logger = logging.getLogger(__name__)

# How often a running job writes down how far it has come, at the most.
WRITE_EVERY_S = 0.5
WORKER = f"{socket.gethostname()[:40]}-{os.getpid()}"


class Running:
    """The Work that a job's function is handed."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.input: Mapping[str, Any] = job.input
        self.at: datetime = job.started_at or job.created_at
        self._written = 0.0

    @property
    def by(self) -> Any:
        return self.job.started_by

    def progress(self, done: int, total: int, text: str = "") -> bool:
        """Write down how far it has come, now and then; False once somebody asked to stop."""
        if done < total and monotonic() - self._written < WRITE_EVERY_S:
            return not self.job.stop_asked
        self._written = monotonic()
        Job.objects.filter(pk=self.job.pk, worker=self.job.worker).update(
            done=done, total=total, text=text[:200], beat_at=timezone.now()
        )
        self.job.refresh_from_db(fields=["stop_asked", "done", "total", "text"])
        return not self.job.stop_asked

    def keep_result(self, name: str, content: IO[bytes]) -> None:
        self.job.result.save(name, File(content), save=False)
        Job.objects.filter(pk=self.job.pk).update(result=self.job.result.name)

    def keep_errors(self, name: str, content: IO[bytes]) -> None:
        self.job.errors.save(name, File(content), save=False)
        Job.objects.filter(pk=self.job.pk).update(errors=self.job.errors.name)


def claim(job_id: int, *, at: datetime) -> Job | None:
    """Take a waiting job for this worker: one UPDATE, so that of two workers one gets it."""
    due = Q(run_after=None) | Q(run_after__lte=at)
    mine = Job.objects.filter(due, pk=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING, worker=WORKER, tries=F("tries") + 1, started_at=at, beat_at=at
    )
    return Job.objects.select_related("started_by").get(pk=job_id) if mine else None


def run(job_id: int, *, at: datetime) -> None:
    """Run a job that waits; do nothing when another has it or it is over.

    What the function raises unforeseen is tried again after 2, 4, 8 … seconds.
    """
    job = claim(job_id, at=at)
    if job is None:
        return
    kind = job.declared
    try:
        if kind is None:
            raise CannotFinishError(f"No app declares {job.kind}")  # noqa: TRY301
        kind.run(Running(job))
    except CannotFinishError as error:
        end(job, JobState.FAILED, str(error))
    except Exception as error:
        logger.exception("A job failed")
        again_or_fail(job, kind.tries if kind else 1, repr(error))
    else:
        job.refresh_from_db(fields=["stop_asked"])
        end(job, JobState.CANCELLED if job.stop_asked else JobState.DONE)


def end(job: Job, state: JobState, error: str = "") -> None:
    """Write down how a job ended, if it is still this worker's."""
    Job.objects.filter(pk=job.pk, worker=job.worker, state=JobState.RUNNING).update(
        state=state, error=error, ended_at=timezone.now(), beat_at=None
    )


def again_or_fail(job: Job, tries: int, error: str) -> bool:
    """Put a job back in the queue with a pause, or give it up; True when it will run again."""
    if job.tries >= tries:
        end(job, JobState.FAILED, error)
        return False
    pause = timedelta(seconds=2**job.tries)
    return bool(
        Job.objects.filter(pk=job.pk, worker=job.worker, state=JobState.RUNNING).update(
            state=JobState.QUEUED, error=error, run_after=timezone.now() + pause, beat_at=None
        )
    )

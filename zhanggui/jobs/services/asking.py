"""Asking for long work, stopping it, asking again."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zhanggui.jobs.models import Job, JobState
from zhanggui.jobs.registry import job_kinds
from zhanggui.jobs.tasks import run_job
from zhanggui.org.models import User


class CannotAskError(Exception):
    """The work cannot be asked for, stopped or tried again."""


def wake(job: Job) -> None:
    """Tell the engine about a job, once its row can be seen by others.

    Tests run the job at once instead: settings.JOBS_INLINE.
    """
    if settings.JOBS_INLINE:
        run_job.func(job.pk)
        return
    task = run_job.using(run_after=job.run_after) if job.run_after else run_job
    transaction.on_commit(lambda: task.enqueue(job.pk))


def enqueue(kind: str, *, by: User | None, at: datetime, **told: Any) -> Job:
    """Ask for work of a kind, in the caller's transaction; `told` becomes its input (JSON).

    The work is never begun before the transaction commits.

    :raises KeyError: if no app declares the kind
    """
    job = Job.objects.create(kind=job_kinds[kind].code, started_by=by, input=told, created_at=at)
    wake(job)
    return job


@transaction.atomic
def cancel(*, job_id: int, at: datetime) -> Job:
    """Stop a job: at once while it waits, at its next step while it runs.

    :raises CannotAskError: if it is over
    """
    waiting = Job.objects.filter(pk=job_id, state=JobState.QUEUED)
    running = Job.objects.filter(pk=job_id, state=JobState.RUNNING)
    if not (
        waiting.update(state=JobState.CANCELLED, ended_at=at) or running.update(stop_asked=True)
    ):
        raise CannotAskError(_("This work is over already."))
    return Job.objects.get(pk=job_id)


@transaction.atomic
def retry(*, job_id: int, at: datetime) -> Job:
    """Begin a failed or stopped job anew.

    :raises CannotAskError: if it neither failed nor was stopped
    """
    over = Q(state=JobState.FAILED) | Q(state=JobState.CANCELLED)
    fresh = Job.objects.filter(over, pk=job_id).update(
        state=JobState.QUEUED, tries=0, error="", stop_asked=False, run_after=None,
        created_at=at, started_at=None, ended_at=None, done=0, total=0, text="",
    )  # fmt: skip
    if not fresh:
        raise CannotAskError(_("Only work that failed or was stopped can be tried again."))
    job = Job.objects.get(pk=job_id)
    wake(job)
    return job

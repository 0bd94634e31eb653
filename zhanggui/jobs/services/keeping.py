"""What a worker does every few seconds: say it lives, fetch back lost work, watch the clock."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from zhanggui.core.periods import day_of, midnight
from zhanggui.jobs.models import Job, JobState, Slot, WorkerBeat
from zhanggui.jobs.registry import Schedule, schedules
from zhanggui.jobs.running import WORKER, again_or_fail
from zhanggui.jobs.services.asking import enqueue, wake

# A worker beats every few seconds; after this much silence what it held is given to others.
SILENCE = timedelta(seconds=20)
# A waiting job that nobody looked at for so long has lost its wake-up.
FORGOTTEN = timedelta(seconds=30)
KEPT_DAYS = 30


def beat(*, since: datetime, at: datetime) -> None:
    """Say that this worker lives, and that it still works on what it holds."""
    WorkerBeat.objects.update_or_create(
        worker=WORKER, defaults={"started_at": since, "seen_at": at}
    )
    Job.objects.filter(worker=WORKER, state=JobState.RUNNING).update(beat_at=at)
    (Path(settings.HOME_DIR) / "worker.beat").touch()


def fetch_back(*, at: datetime) -> int:
    """Queue again what dead workers held and what lost its wake-up; return how many."""
    found = 0
    for job in Job.objects.filter(state=JobState.RUNNING, beat_at__lt=at - SILENCE):
        tries = job.declared.tries if job.declared else 1
        found += again_or_fail(job, tries, "The worker that held it died")
    due = Q(run_after=None, created_at__lt=at - FORGOTTEN) | Q(run_after__lte=at)
    for job in Job.objects.filter(due, state=JobState.QUEUED).order_by("pk")[:100]:
        # Moved on, so that the next look in a moment does not wake it twice.
        mine = Job.objects.filter(pk=job.pk, state=JobState.QUEUED, run_after=job.run_after)
        if mine.update(run_after=at + FORGOTTEN):
            wake_now(job)
            found += 1
    WorkerBeat.objects.filter(seen_at__lt=at - timedelta(hours=1)).delete()
    return found


def wake_now(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(run_after=None)
    job.run_after = None
    wake(job)


def next_slot(schedule: Schedule, at: datetime) -> datetime:
    """Return the first slot after a moment: midnight plus `first` minutes plus whole `every`s."""
    start = midnight(day_of(at)) + timedelta(minutes=schedule.first)
    if start > at:
        start -= timedelta(days=1)
    return start + schedule.every * ((at - start) // schedule.every + 1)


def tick(*, at: datetime) -> list[Job]:
    """Ask for the work of each schedule that is due; of two workers one wins the slot."""
    known = {slot.code: slot for slot in Slot.objects.all()}
    started = []
    for schedule in schedules:
        slot = known.get(schedule.code)
        if slot is None:
            Slot.objects.get_or_create(
                code=schedule.code, defaults={"next_at": next_slot(schedule, at)}
            )
        elif slot.next_at <= at and (job := run_slot(slot, schedule, at=at)):
            started.append(job)
    return started


@transaction.atomic
def run_slot(slot: Slot, schedule: Schedule, *, at: datetime) -> Job | None:
    """Move a slot on and ask for its work, if nobody else did in the same moment."""
    mine = Slot.objects.filter(pk=slot.pk, next_at=slot.next_at)
    if not mine.update(next_at=next_slot(schedule, at)):
        return None
    job = enqueue(schedule.code, by=None, at=at)
    Slot.objects.filter(pk=slot.pk).update(last_job=job)
    return job

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhanggui.jobs.models import Job, JobState, Slot, WorkerBeat
from zhanggui.jobs.registry import Schedule, schedules

ENDED = {JobState.DONE: "good", JobState.FAILED: "late", JobState.CANCELLED: "off"}


@dataclass(frozen=True)
class ScheduleRow:
    """A schedule with when it runs next, and what came of the last time."""

    schedule: Schedule
    slot: Slot | None


def progress_of(job: Job) -> dict[str, Any]:
    """Return what the progress bar shows of a job."""
    text = job.text or job.get_state_display()
    page = job.declared.url(job.input) if job.declared and job.declared.url else ""
    return {
        "url": job.get_absolute_url(),
        "percent": 100 if job.state == JobState.DONE else job.percent,
        "text": job.get_state_display() if job.is_over else text,
        "state": ENDED.get(JobState(job.state), ""),
        "cancel_url": reverse("jobs:cancel", args=[job.pk]),
        "result_url": reverse("jobs:download", args=[job.pk, "result"]) if job.result else page,
        "result": _("Download the result") if job.result else _("Look at it"),
    }


def schedule_rows() -> list[ScheduleRow]:
    """Return each declared schedule with its slot."""
    slots = {slot.code: slot for slot in Slot.objects.select_related("last_job")}
    return [ScheduleRow(one, slots.get(one.code)) for one in schedules]


def living_workers(at: datetime) -> list[WorkerBeat]:
    """Return the workers that said something within the last minute."""
    recent = WorkerBeat.objects.filter(seen_at__gt=at - timedelta(minutes=1))
    return list(recent.order_by("started_at", "pk"))

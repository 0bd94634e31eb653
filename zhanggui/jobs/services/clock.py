from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhanggui.jobs.models import Job, Slot
from zhanggui.jobs.registry import schedules
from zhanggui.jobs.services.asking import enqueue
from zhanggui.org.models import User


class CannotRunNowError(Exception):
    """No such schedule is declared."""


@transaction.atomic
def run_now(code: str, *, by: User, at: datetime) -> Job:
    """Run a schedule's work now, beside its slots.

    :raises CannotRunNowError: if no app declares it
    """
    if code not in schedules:
        raise CannotRunNowError(_("There is no such schedule."))
    job = enqueue(code, by=by, at=at)
    Slot.objects.filter(code=code).update(last_job=job)
    return job

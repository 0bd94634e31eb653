"""The work of this app itself by the clock."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from zhanggui.jobs.models import OVER, Job
from zhanggui.jobs.registry import Schedule, Work, declare_schedule
from zhanggui.jobs.services.keeping import KEPT_DAYS


def forget_old(work: Work) -> None:
    """Delete jobs that ended long ago, with their files."""
    old = Job.objects.filter(state__in=OVER, ended_at__lt=work.at - timedelta(days=KEPT_DAYS))
    for job in old.iterator():
        for file in (job.result, job.errors):
            if file:
                file.delete(save=False)
        job.delete()


declare_schedule(
    Schedule(
        code="jobs.forget_old",
        label=_("Clear away old background work"),
        run=forget_old,
        every=timedelta(days=1),
        first=3 * 60 + 20,
    )
)

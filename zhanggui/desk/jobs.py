"""What the calendar changes in the organisation: it stands below the clock, so the desk asks."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from zhanggui.jobs.registry import Schedule, Work, declare_schedule
from zhanggui.org.services.editions import bring_into_force
from zhanggui.org.services.granting import sync_people


def follow_the_calendar(work: Work) -> None:
    """Begin and end what is due: editions of the handbook, positions and deputyships."""
    bring_into_force(at=work.at)
    sync_people(at=work.at)


declare_schedule(
    Schedule(
        code="desk.follow_the_calendar",
        label=_("Begin and end positions, deputyships and editions"),
        run=follow_the_calendar,
        every=timedelta(hours=1),
        first=1,
    )
)

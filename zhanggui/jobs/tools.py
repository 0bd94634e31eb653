from django.utils.translation import gettext_lazy as _

from zhanggui.core.tools import Tool, declare
from zhanggui.jobs.permissions import Can
from zhanggui.journal.permissions import Can as Journal

declare(
    Tool(
        code="security",
        label=_("Background work"),
        url_name="jobs:schedules",
        permission=Can.SEE_SCHEDULES,
        grants=(
            Can.SEE_ALL,
            Can.RUN_SCHEDULE,
            # Security is also: who did what, and what did not follow from it.
            Journal.SEARCH,
            Journal.SEE_OUTBOX,
            Journal.MEND_OUTBOX,
        ),
        section=_("System"),
        help="background-work",
    )
)

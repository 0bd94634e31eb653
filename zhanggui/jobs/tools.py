from django.utils.translation import gettext_lazy as _

from zhanggui.core.tools import Tool, declare
from zhanggui.jobs.permissions import Can

declare(
    Tool(
        code="security",
        label=_("Background work"),
        url_name="jobs:schedules",
        permission=Can.SEE_SCHEDULES,
        grants=(Can.SEE_ALL, Can.RUN_SCHEDULE),
        section=_("System"),
        help="background-work",
    )
)

from django.utils.translation import gettext_lazy as _

from zhanggui.core.tools import Tool, declare
from zhanggui.planning.permissions import Can

declare(
    Tool(
        code="planning/targets",
        label=_("Targets"),
        url_name="planning:targets",
        permission=Can.SEE,
        grants=(Can.SET,),
        oversight=(Can.SEE,),
        section=_("Department"),
        help="targets",
    )
)

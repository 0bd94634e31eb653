from django.utils.translation import gettext_lazy as _

from zhanggui.core.tools import Tool, declare
from zhanggui.org.permissions import Can

SECTION = _("Department")

declare(
    Tool(
        code="org",
        label=_("People"),
        url_name="org:list-people",
        permission=Can.SEE_PEOPLE,
        grants=(
            Can.SEE_EVERYBODY,
            Can.ADD_PERSON,
            Can.CHANGE_PERSON,
            Can.ASSIGN,
            Can.DELEGATE,
            Can.EDIT_HANDBOOK,
            Can.PUBLISH_HANDBOOK,
            Can.SEE_QUESTIONS,
            Can.DECIDE,
            Can.SEE_PAY,
        ),
        section=SECTION,
        help="org",
    )
)
declare(
    Tool(
        code="org/chart",
        label=_("Organisation chart"),
        url_name="org:show-chart",
        permission=Can.SEE_CHART,
        # Everybody opens the list of people: it holds those whose page they may see.
        grants=(Can.SEE_PEOPLE,),
        section=SECTION,
        help="org",
    )
)
declare(
    Tool(
        code="org/duties",
        label=_("Duty map"),
        url_name="org:map-duties",
        permission=Can.SEE_DUTIES,
        section=SECTION,
        help="handbook",
    )
)
declare(
    Tool(
        code="handbook/policies",
        label=_("Handbook"),
        url_name="org:show-handbook",
        permission=Can.READ_HANDBOOK,
        grants=(Can.SEE_QUESTIONS,),
        section=SECTION,
        help="handbook",
    )
)

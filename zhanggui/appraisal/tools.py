from django.utils.translation import gettext_lazy as _

from zhanggui.appraisal.permissions import Can
from zhanggui.core.permissions import SIGNED_IN
from zhanggui.core.tools import Tool, declare

declare(
    Tool(
        code="appraisal",
        label=_("Appraisals"),
        url_name="appraisal:team",
        permission=Can.LOOK,
        grants=(Can.FILL_IN,),
        oversight=(Can.LOOK,),
        section=_("Department"),
        help="appraisal",
    )
)
declare(
    Tool(
        code="appraisal/team",
        label=_("My team's appraisals"),
        url_name="appraisal:team",
        permission=SIGNED_IN,
        section=_("Me"),
        help="appraisal",
    )
)
declare(
    Tool(
        code="appraisal/mine",
        label=_("My appraisals"),
        url_name="appraisal:mine",
        permission=SIGNED_IN,
        section=_("Me"),
        help="appraisal",
    )
)

from django.utils.translation import gettext_lazy as _

from zhanggui.core.permissions import SIGNED_IN
from zhanggui.core.tools import Tool, declare
from zhanggui.payroll.permissions import Can

declare(
    Tool(
        code="payroll",
        label=_("Pay runs"),
        url_name="payroll:runs",
        permission=Can.LOOK,
        grants=(Can.PREPARE,),
        oversight=(Can.LOOK, Can.APPROVE),
        section=_("Department"),
        help="payslip",
    )
)
declare(
    Tool(
        code="payroll/mine",
        label=_("My payslips"),
        url_name="payroll:mine",
        permission=SIGNED_IN,
        section=_("Me"),
        help="payslip",
    )
)

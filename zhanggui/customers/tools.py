from django.utils.translation import gettext_lazy as _

from zhanggui.core.tools import Tool, declare
from zhanggui.customers.permissions import Can

CUSTOMERS = declare(
    Tool(
        code="customers/customers",
        label=_("Customers"),
        url_name="customers:list",
        permission=Can.SEE,
        section=_("Trade"),
        help="customers",
    )
)

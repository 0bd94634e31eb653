from django.utils.translation import gettext_lazy as _

from zhanggui.core.tools import Tool, declare
from zhanggui.orders.permissions import Can

ORDERS = declare(
    Tool(
        code="orders/orders",
        label=_("Orders"),
        url_name="orders:list",
        permission=Can.SEE,
        section=_("Trade"),
        help="orders",
    )
)
HOLDS = declare(
    Tool(
        code="orders/holds",
        label=_("Held orders"),
        url_name="orders:holds",
        permission=Can.SEE,
        section=_("Trade"),
        help="orders",
    )
)

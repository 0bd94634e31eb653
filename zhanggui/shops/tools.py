from django.utils.translation import gettext_lazy as _

from zhanggui.core.tools import Tool, declare
from zhanggui.shops.permissions import Can

SHOPS = declare(
    Tool(
        code="shops",
        label=_("Shops"),
        url_name="shops:list",
        permission=Can.VIEW,
        grants=(Can.ADD, Can.CHANGE),
        section=_("Trade"),
        help="shops",
    )
)

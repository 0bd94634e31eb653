from django.utils.translation import gettext_lazy as _

from zhanggui.core.tools import Tool, declare
from zhanggui.inventory.permissions import Can

STOCK = declare(
    Tool(
        code="inventory/stock",
        label=_("Stock"),
        url_name="inventory:list",
        permission=Can.VIEW,
        grants=(Can.VIEW_MOVES, Can.RECORD_OPENING, Can.VIEW_PROOF, Can.PROVE),
        oversight=(Can.VIEW, Can.VIEW_MOVES, Can.VIEW_PROOF),
        section=_("Goods"),
        help="stock",
    )
)

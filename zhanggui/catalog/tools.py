from django.utils.translation import gettext_lazy as _

from zhanggui.catalog.actions import TOOL
from zhanggui.catalog.permissions import Can
from zhanggui.core.tools import Tool, declare

PRODUCTS = declare(
    Tool(
        code=TOOL,
        label=_("Product library"),
        url_name="catalog:list",
        permission=Can.VIEW,
        grants=(Can.ADD, Can.CHANGE, Can.IMPORT),
        oversight=(Can.VIEW,),
        section=_("Goods"),
        help="products",
    )
)
LINES = declare(
    Tool(
        code="catalog/lines",
        label=_("Product lines"),
        url_name="catalog:lines",
        permission=Can.SHAPE_LINES,
        grants=(Can.VIEW,),
        section=_("Goods"),
        help="products",
    )
)
declare(
    Tool(
        code="training",
        label=_("Product study"),
        url_name="catalog:list",
        permission=Can.VIEW,
        section=_("Goods"),
        help="products",
    )
)

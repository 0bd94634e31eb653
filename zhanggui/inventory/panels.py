from typing import Any

from django.utils.translation import gettext_lazy as _

from zhanggui.core.panels import Panel, declare
from zhanggui.inventory.permissions import Can
from zhanggui.inventory.selectors.showing import stock_of


def stock_of_product(_request: Any, product: Any) -> dict[str, Any]:
    """Return the stock of each SKU of a product."""
    skus = list(product.skus.order_by("merchant_code"))
    stock = stock_of(skus)
    return {"rows": [(sku, stock.get(sku.pk)) for sku in skus]}


declare(
    Panel(
        code="stock",
        place="catalog.product",
        label=_("Stock"),
        permission=Can.VIEW,
        template="inventory/_of_product.html",
        context=stock_of_product,
        rank=10,
    )
)

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from zhanggui.core.money import format_fen
from zhanggui.core.search import Hit, Provider, declare
from zhanggui.orders.models import Order
from zhanggui.orders.permissions import Can
from zhanggui.orders.selectors.finding import find_orders
from zhanggui.orders.selectors.showing import masked_buyer
from zhanggui.org.models import User


def find(user: User, text: str, limit: int) -> Sequence[Hit]:
    """Find orders by number or its end, phone or its end, buyer, merchant code; newest first."""
    found = find_orders(Order.objects.visible_to(user), text).select_related("shop", "customer")
    return [
        Hit(
            label=order.number,
            detail=f"{order.shop.name} {masked_buyer(order)} ¥{format_fen(order.paid_fen)}"
            f" {order.state_shown}",
            url=order.get_absolute_url(),
        )
        for order in found.order_by("-ordered_at", "-pk")[:limit]
    ]


declare(Provider(code="orders", label=_("Orders"), permission=Can.SEE, find=find))

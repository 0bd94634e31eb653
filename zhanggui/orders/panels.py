from typing import Any

from django.utils.translation import gettext_lazy as _

from zhanggui.core.panels import Panel, declare
from zhanggui.orders.models import Order
from zhanggui.orders.permissions import Can

SHOWN = 30


def orders_of(request: Any, customer: Any) -> dict[str, Any]:
    """Return the buyer's orders, the newest first."""
    found = Order.objects.visible_to(request.user).filter(customer=customer)
    return {"others": found.order_by("-ordered_at", "-pk")[:SHOWN]}


declare(
    Panel(
        code="orders",
        place="customers.customer",
        label=_("Orders"),
        permission=Can.SEE,
        template="orders/_of_customer.html",
        context=orders_of,
        rank=10,
    )
)

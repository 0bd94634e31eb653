from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from zhanggui.core.panels import Panel, declare
from zhanggui.orders.models import Order
from zhanggui.shipping.models import Parcel
from zhanggui.shipping.permissions import Can


def parcels_of(_request: HttpRequest, order: Order) -> Mapping[str, Any] | None:
    """Return the parcels of an order, and whether one more may be entered."""
    parcels = Parcel.objects.filter(order=order).select_related("carrier", "entered_by")
    found = list(parcels.order_by("pk"))
    return {"order": order, "parcels": found} if found or order.can_ship else None


declare(
    Panel(
        code="shipping.parcels",
        place="orders.order",
        label=_("Parcels"),
        permission=Can.VIEW,
        template="shipping/order_panel.html",
        context=parcels_of,
        rank=20,
    )
)

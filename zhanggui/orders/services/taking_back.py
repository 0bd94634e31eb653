from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhanggui.inventory import services as stock
from zhanggui.journal.services import record
from zhanggui.orders.actions import SHIPPING_TAKEN_BACK
from zhanggui.orders.models import Order, OrderLine, OrderState
from zhanggui.orders.services.reserving import LINE
from zhanggui.orders.services.shipping import CannotShipError
from zhanggui.org.models import User


@transaction.atomic
def take_back_shipping(*, order_id: int, by: User, at: datetime) -> Order:
    """Undo mark_shipped() for an order whose parcel never was: it waits to be shipped again.

    For the shipping app. The goods come back into stock and stay promised to the order.

    :raises CannotShipError: if the order is not shipped, or finished meanwhile
    """
    order = Order.objects.select_for_update().get(pk=order_id)
    if order.state != OrderState.SHIPPED:
        raise CannotShipError(
            _("The shipping of order %(number)s cannot be taken back: %(state)s")
            % {"number": order.number, "state": order.state_shown}
        )
    order.state, order.shipped_at = OrderState.TO_SHIP, None
    order.save(update_fields=["state", "shipped_at"])
    lines = OrderLine.objects.filter(order=order).values_list("pk", flat=True)
    stock.take_back(list(lines), origin_type=LINE, at=at)
    record(SHIPPING_TAKEN_BACK, by=by, subject=order, at=at)
    return order

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhanggui.core.bulk import update_rows
from zhanggui.inventory import services as stock
from zhanggui.journal.services import Deed, record_many
from zhanggui.orders.actions import SHIPPED
from zhanggui.orders.models import Order, OrderLine, OrderState
from zhanggui.orders.services.reserving import LINE
from zhanggui.org.models import User


class CannotShipError(Exception):
    """An order is not in a state in which it can leave."""


@transaction.atomic
def mark_shipped(*, order_ids: Collection[int], by: User | None, at: datetime) -> list[Order]:
    """Let orders leave: their reserved stock goes out, and each is shipped, once.

    For the shipping app, which keeps the parcels. All of them leave, or none.

    :raises CannotShipError: if one is unknown, held, not paid, cancelled or already shipped
    """
    orders = list(Order.objects.select_for_update().filter(pk__in=order_ids).order_by("pk"))
    if len(orders) < len(set(order_ids)):
        raise CannotShipError(_("An order does not exist any more"))
    for order in orders:
        if not order.can_ship:
            raise CannotShipError(
                _("Order %(number)s cannot be shipped: %(state)s")
                % {"number": order.number, "state": order.state_shown}
            )
    for order in orders:
        order.state, order.shipped_at = OrderState.SHIPPED, at
    lines = OrderLine.objects.filter(order__in=orders, is_closed=False)
    stock.consume(list(lines.values_list("pk", flat=True)), origin_type=LINE, at=at)
    update_rows(
        Order, ("state", "shipped_at"), [(OrderState.SHIPPED.value, at, o.pk) for o in orders]
    )
    record_many(SHIPPED, by=by, subject_model=Order, deeds=[Deed(order.pk, at) for order in orders])
    return orders

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhanggui.core.queues import CountWaiting, Queue, Waiting, declare
from zhanggui.orders.actions import TOOL
from zhanggui.orders.models import HoldKind, Order, OrderHold
from zhanggui.orders.permissions import Can


def held_for(kind: HoldKind) -> CountWaiting:
    """Return what counts the orders of the person's shops that are held for a reason."""

    def waiting(user: Any, now: datetime) -> Waiting:
        holds = OrderHold.objects.filter(
            kind=kind, cleared_at=None, order__in=Order.objects.visible_to(user)
        )
        found = holds.aggregate(
            count=Count("order_id", distinct=True),
            late=Count("order_id", filter=Q(order__ship_by__lt=now), distinct=True),
            due=Min("order__ship_by"),
        )
        return Waiting(found["count"], found["late"], found["due"])

    return waiting


def address(view: str) -> Callable[[], str]:
    return lambda: f"{reverse('orders:holds')}?view={view}"


def declare_queue(
    kind: HoldKind, view: str, label: str | Promise, act: str | Promise, permission: str
) -> Queue:
    return declare(
        Queue(
            code=f"orders.{view}",
            label=label,
            act=act,
            url=address(view),
            duty_tool=TOOL,
            permission=permission,
            waiting=held_for(kind),
        )
    )


SHORTAGES = declare_queue(
    HoldKind.SHORTAGE, "short", _("%(count)s orders short of stock"), _("See them"), Can.SEE
)
UNKNOWN_CODES = declare_queue(
    HoldKind.UNKNOWN_SKU,
    "codes",
    _("%(count)s orders with an unknown merchant code"),
    _("Choose the SKU"),
    Can.MATCH_CODE,
)
AMOUNTS = declare_queue(
    HoldKind.AMOUNT,
    "amounts",
    _("%(count)s orders whose amounts differ"),
    _("Check"),
    Can.CLEAR_HOLD,
)
REFUNDS = declare_queue(
    HoldKind.REFUND,
    "refunds",
    _("%(count)s orders with a refund asked before shipping"),
    _("Check"),
    Can.CLEAR_HOLD,
)

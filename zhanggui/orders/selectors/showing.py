"""What the pages of orders show."""

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from zhanggui.core.masking import mask_nick
from zhanggui.orders.models import HoldKind, Order, OrderHold, OrderLine, OrderState, RawOrder
from zhanggui.org.models import User

TONES = {
    OrderState.UNPAID: "off",
    OrderState.TO_SHIP: "good",
    OrderState.SHIPPED: "act",
    OrderState.FINISHED: "plain",
    OrderState.CANCELLED: "off",
}
HOLD_TONES = {
    HoldKind.SHORTAGE: "late",
    HoldKind.REFUND: "late",
    HoldKind.UNKNOWN_SKU: "warn",
    HoldKind.AMOUNT: "warn",
    HoldKind.PLATFORM: "warn",
    HoldKind.MANUAL: "warn",
}


def orders_with_goods(user: User) -> QuerySet[Order]:
    """Return the orders that the person may see, with what a row of a list shows."""
    return (
        Order.objects.visible_to(user)
        .select_related("shop", "customer")
        .defer("buyer_note")
        .prefetch_related(
            Prefetch(
                "lines", OrderLine.objects.select_related("sku__product").order_by("pk"), "goods"
            ),
            Prefetch("holds", OrderHold.objects.filter(cleared_at=None).order_by("pk"), "stops"),
        )
    )


def stops_of(order: Order) -> list[OrderHold]:
    found: list[OrderHold] = getattr(order, "stops", [])
    return found


def shown_state(order: Order) -> str:
    """Return the word for where an order stands: what stops it, when something does."""
    if order.state == OrderState.TO_SHIP and stops_of(order):
        return stops_of(order)[0].get_kind_display()
    return order.state_shown


def state_tone(order: Order) -> str:
    if order.state == OrderState.TO_SHIP and stops_of(order):
        return HOLD_TONES[HoldKind(stops_of(order)[0].kind)]
    return TONES[OrderState(order.state)]


def masked_buyer(order: Order) -> str:
    return mask_nick(order.customer.platform_id) if order.customer else ""


def goods_of(order: Order) -> list[OrderLine]:
    found: list[OrderLine] = getattr(order, "goods", [])
    return found


def goods_in_words(order: Order) -> str:
    """Write what was bought, for a file: each line with its quantity."""
    return "; ".join(f"{x.title} {x.spec} ×{x.quantity}" for x in goods_of(order))


def remark(order: Order) -> str:
    """Return what is worth knowing beside the state: why it is held, else the seller's note."""
    stops = stops_of(order)
    return stops[0].detail if stops and order.state == OrderState.TO_SHIP else order.seller_note


def other_orders(order: Order, user: User) -> list[Order]:
    """Return the buyer's other orders, the newest first."""
    if order.customer_id is None:
        return []
    found = Order.objects.visible_to(user).filter(customer_id=order.customer_id)
    return list(found.exclude(pk=order.pk).order_by("-ordered_at", "-pk")[:8])


def raw_rows(order: Order) -> list[tuple[RawOrder, list[tuple[str, dict[str, str]]]]]:
    """Return the platform's own words: each raw order with the lines it came with."""
    raws = order.raw_orders.prefetch_related("lines").order_by("pk")
    return [(raw, [(line.oid, line.data) for line in raw.lines.all()]) for raw in raws]


def url_of(order: Order) -> str:
    return reverse("orders:detail", args=[order.pk])

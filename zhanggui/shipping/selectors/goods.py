from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from zhanggui.orders.models import OrderLine
from zhanggui.shipping.models import ParcelLine, ParcelState


@dataclass(frozen=True)
class LineLeft:
    """An open line of an order, and how much of it is in no parcel yet."""

    line: OrderLine
    left: int


def goods_of(order_ids: Collection[int]) -> dict[int, str]:
    """Return the open lines of each order in words: "HS-3301 ×2、LT-105 ×1"."""
    words: dict[int, list[str]] = defaultdict(list)
    lines = OrderLine.objects.filter(order__in=order_ids, is_closed=False).order_by("pk")
    for line in lines.only("order_id", "merchant_code", "title", "quantity"):
        words[line.order_id].append(f"{line.merchant_code or line.title} ×{line.quantity}")
    return {order_id: "、".join(found) for order_id, found in words.items()}


def lines_left(order_id: int) -> list[LineLeft]:
    """Return the open lines of an order with what is left of each to be packed."""
    packed: dict[int, int] = defaultdict(int)
    in_parcels = ParcelLine.objects.filter(order_line__order=order_id)
    for line_id, quantity in in_parcels.exclude(parcel__state=ParcelState.VOID).values_list(
        "order_line", "quantity"
    ):
        packed[line_id] += quantity
    lines = OrderLine.objects.filter(order=order_id, is_closed=False).order_by("pk")
    return [LineLeft(line, line.quantity - packed[line.pk]) for line in lines]

"""Raw platform orders as received, and our own orders derived from them (n:m)."""

from zhanggui.orders.models.hold import CodeMatch, HoldKind, OrderHold
from zhanggui.orders.models.order import Order, OrderLine, OrderQuerySet, OrderSource, OrderState
from zhanggui.orders.models.raw import PlatformStatus, RawLine, RawOrder, Utf8Encoder

__all__ = [
    "CodeMatch",
    "HoldKind",
    "Order",
    "OrderHold",
    "OrderLine",
    "OrderQuerySet",
    "OrderSource",
    "OrderState",
    "PlatformStatus",
    "RawLine",
    "RawOrder",
    "Utf8Encoder",
]

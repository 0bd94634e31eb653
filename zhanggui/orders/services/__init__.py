"""What the department does with orders. Nothing else writes the tables of this app."""

from zhanggui.orders.services.codes import CannotMatchError, match_code
from zhanggui.orders.services.holding import CannotHoldError, clear_holds, hold_order
from zhanggui.orders.services.receiving import Receipt, foresee_orders, receive_orders
from zhanggui.orders.services.reserving import reserve_again
from zhanggui.orders.services.shipping import CannotShipError, mark_shipped

__all__ = [
    "CannotHoldError",
    "CannotMatchError",
    "CannotShipError",
    "Receipt",
    "clear_holds",
    "foresee_orders",
    "hold_order",
    "mark_shipped",
    "match_code",
    "receive_orders",
    "reserve_again",
]

"""What the department does with orders. Nothing else writes the tables of this app."""

from zhanggui.orders.services.codes import CannotMatchError, match_code, match_held_code, mend_codes
from zhanggui.orders.services.entering import CannotEnterError, enter_order
from zhanggui.orders.services.exporting import note_export
from zhanggui.orders.services.holding import (
    MENDED_ONLY,
    CannotHoldError,
    clear_holds,
    hold_order,
)
from zhanggui.orders.services.receiving import Receipt, foresee_orders, receive_orders
from zhanggui.orders.services.reserving import reserve_again
from zhanggui.orders.services.shipping import CannotShipError, mark_shipped

__all__ = [
    "MENDED_ONLY",
    "CannotEnterError",
    "CannotHoldError",
    "CannotMatchError",
    "CannotShipError",
    "Receipt",
    "clear_holds",
    "enter_order",
    "foresee_orders",
    "hold_order",
    "mark_shipped",
    "match_code",
    "match_held_code",
    "mend_codes",
    "note_export",
    "receive_orders",
    "reserve_again",
]

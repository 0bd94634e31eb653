from zhanggui.shipping.selectors.drawing import drawn, file_name
from zhanggui.shipping.selectors.judging import Entry, Known, Verdict, judge, known_for
from zhanggui.shipping.selectors.waiting import (
    carriers,
    columns_of,
    shapes,
    waiting_orders,
)

__all__ = [
    "Entry",
    "Known",
    "Verdict",
    "carriers",
    "columns_of",
    "drawn",
    "file_name",
    "judge",
    "known_for",
    "shapes",
    "waiting_orders",
]

from zhanggui.shipping.selectors.drawing import drawn, file_name, sample_facts
from zhanggui.shipping.selectors.goods import LineLeft, goods_of, lines_left
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
    "LineLeft",
    "Verdict",
    "carriers",
    "columns_of",
    "drawn",
    "file_name",
    "goods_of",
    "judge",
    "known_for",
    "lines_left",
    "sample_facts",
    "shapes",
    "waiting_orders",
]

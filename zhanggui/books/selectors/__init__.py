from zhanggui.books.selectors.days import DayBalance, Difference, balance, days_to_sign
from zhanggui.books.selectors.drawing import drawn, file_name
from zhanggui.books.selectors.sales import SaleDraft, draft_sales, posting_lines, unposted

__all__ = [
    "DayBalance",
    "Difference",
    "SaleDraft",
    "balance",
    "days_to_sign",
    "draft_sales",
    "drawn",
    "file_name",
    "posting_lines",
    "unposted",
]

from zhanggui.books.services.closing import (
    CannotCloseError,
    close_period,
    reopen_period,
    sign_day,
)
from zhanggui.books.services.exporting import CannotExportError, make_export_file
from zhanggui.books.services.posting import Posted, post_sales
from zhanggui.books.services.reversing import CannotReverseError, reverse_voucher
from zhanggui.books.services.writing import CannotPostError

__all__ = [
    "CannotCloseError",
    "CannotExportError",
    "CannotPostError",
    "CannotReverseError",
    "Posted",
    "close_period",
    "make_export_file",
    "post_sales",
    "reopen_period",
    "reverse_voucher",
    "sign_day",
]

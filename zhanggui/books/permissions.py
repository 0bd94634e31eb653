from enum import StrEnum


class Can(StrEnum):
    """What a position may be allowed to do with the books."""

    VIEW = "books.view_voucher"
    POST = "books.add_voucher"
    CORRECT = "books.reverse_voucher"
    SIGN_DAY = "books.add_dayclose"
    CLOSE_PERIOD = "books.close_period"
    EXPORT = "books.add_exportfile"

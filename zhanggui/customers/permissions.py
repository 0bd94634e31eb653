from enum import StrEnum


class Can(StrEnum):
    """What a position may be allowed to do with customers."""

    SEE = "customers.view_customer"
    REVEAL = "customers.reveal_contact"

from enum import StrEnum


class Can(StrEnum):
    """What a position may be allowed to do with shops."""

    VIEW = "shops.view_shop"
    ADD = "shops.add_shop"
    CHANGE = "shops.change_shop"

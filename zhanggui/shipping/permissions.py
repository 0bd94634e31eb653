from enum import StrEnum


class Can(StrEnum):
    """What a position may be allowed to do with parcels."""

    VIEW = "shipping.view_parcel"
    ENTER = "shipping.add_parcel"
    CORRECT = "shipping.change_parcel"
    VIEW_FILES = "shipping.view_dispatchfile"
    TELL = "shipping.add_dispatchfile"
    EDIT_TEMPLATE = "shipping.change_dispatchtemplate"

from enum import StrEnum


class Can(StrEnum):
    """What a position may be allowed to do with records of contacts."""

    VIEW = "service.view_contactrecord"
    RECORD = "service.add_contactrecord"

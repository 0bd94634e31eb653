from enum import StrEnum


class Can(StrEnum):
    """What a position may be allowed to do with the journal."""

    SEARCH = "journal.view_entry"

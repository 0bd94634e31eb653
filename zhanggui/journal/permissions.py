from enum import StrEnum


class Can(StrEnum):
    """What a position may be allowed to do with the journal."""

    SEARCH = "journal.view_entry"
    SEE_OUTBOX = "journal.view_delivery"
    MEND_OUTBOX = "journal.change_delivery"

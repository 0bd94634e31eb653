"""Writing down work, and handing it to the apps above."""

from zhanggui.journal.services.delivering import (
    MAX_TRIES,
    deliver_many,
    deliver_next,
    forget_delivered,
    try_again,
)
from zhanggui.journal.services.recording import (
    Deed,
    Facts,
    Handler,
    note_export,
    on,
    record,
    record_many,
)

__all__ = [
    "MAX_TRIES",
    "Deed",
    "Facts",
    "Handler",
    "deliver_many",
    "deliver_next",
    "forget_delivered",
    "note_export",
    "on",
    "record",
    "record_many",
    "try_again",
]

"""Import sessions, from the upload to the report."""

from zhanggui.imports.services.ending import (
    CannotCancelError,
    CannotCommitError,
    CannotUndoError,
    ask_commit,
    ask_undo,
    can_go_on,
    cancel,
    note_download,
)
from zhanggui.imports.services.mapping import CannotMapError, choose_columns
from zhanggui.imports.services.receiving import CannotReceiveError, Upload, receive
from zhanggui.imports.services.running import Meter, run_check, run_commit, run_undo, unmetered
from zhanggui.imports.services.starting import start

__all__ = [
    "CannotCancelError",
    "CannotCommitError",
    "CannotMapError",
    "CannotReceiveError",
    "CannotUndoError",
    "Meter",
    "Upload",
    "ask_commit",
    "ask_undo",
    "can_go_on",
    "cancel",
    "choose_columns",
    "note_download",
    "receive",
    "run_check",
    "run_commit",
    "run_undo",
    "start",
    "unmetered",
]

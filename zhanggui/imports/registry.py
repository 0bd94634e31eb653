"""What can be imported: each app declares its targets in targets.py.

A target is told to the house once, and gets the whole of the import session for it: reading of
every file format, mapping of columns, preview, commit in batches, report, file of refused rows.

The session calls a target with batches of rows, never row by row, so that it can work in sets:

* ``judge(batch, context)`` says what would happen, and writes nothing;
* ``store(batch, context)`` makes it happen. The session wraps each call in one transaction with its
  own tally, so that a crash leaves whole batches only, and a rerun goes on with the next.

Both answer with one verdict per row of the batch. What is already there, in the same words, is
UNCHANGED: the same file again changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from zhanggui.core.registry import Registry

Text = str | Promise


class Kind(StrEnum):
    """What the cells of a column hold: the session refuses cells that were damaged for it."""

    TEXT = "TEXT"
    ID = "ID"  # digits that must survive: 2.02E+18 is refused
    MONEY = "MONEY"  # yuan; core.money.parse_fen reads it
    WHOLE = "WHOLE"
    TIME = "TIME"  # imports.rules.parse_time reads it


@dataclass(frozen=True)
class Field:
    """A column that a target knows, and the headings it goes by in files.

    Headings are compared without spaces, case and width of the characters. A `required` field
    must have its column (unless `may_be_empty`, a value in each row too).
    """

    name: str
    label: Text
    aliases: tuple[str, ...] = ()
    required: bool = False
    kind: Kind = Kind.TEXT
    may_be_empty: bool = False
    help: Text = ""


@dataclass(frozen=True)
class Sheet:
    """One file of a session. Taobao gives two that belong together: orders and their lines."""

    code: str
    label: Text
    fields: tuple[Field, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: number as a spreadsheet shows it, values by field, the rest by heading.

    A value is stripped text, "" where the cell is empty or says null. Fields without a column are
    not among the values: use get().
    """

    number: int
    values: dict[str, str]
    extra: dict[str, str]

    def get(self, name: str) -> str:
        return self.values.get(name, "")


@dataclass(frozen=True)
class Batch:
    """Some rows of the first sheet, each with its rows of the second (by number of the first).

    `orphans` are rows of the second sheet that no row of the first claims: in the last batches.
    """

    rows: Sequence[Row]
    lines: Mapping[int, Sequence[Row]] = field(default_factory=dict)
    orphans: Sequence[Row] = ()

    def lines_of(self, row: Row) -> Sequence[Row]:
        return self.lines.get(row.number, ())


class Outcome(StrEnum):
    NEW = "NEW"
    CHANGED = "CHANGED"
    UNCHANGED = "UNCHANGED"
    REFUSED = "REFUSED"


@dataclass(frozen=True)
class Change:
    """What undoing needs to know of one stored object: its id and what it was ({} when new)."""

    subject_id: int
    before: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """What happened (or would) to a row; its lines of the second sheet share its fate.

    `reason` says why it was refused, `mend` what to do about it; on other outcomes `reason` is a
    remark ("held: merchant code unknown"). `key` is what people call the row: an order number, a
    merchant code. `amount_fen` adds up per outcome, so that the report reconciles with the file.
    An orphan row of the second sheet has `of_lines` set.
    """

    number: int
    outcome: Outcome
    key: str = ""
    reason: Text = ""
    mend: Text = ""
    amount_fen: int = 0
    change: Change | None = None
    of_lines: bool = False


@dataclass(frozen=True)
class Option:
    """A choice that the person makes for the whole file: which shop, which warehouse.

    `choices` gives (value, label) pairs that this person may take.
    """

    name: str
    label: Text
    choices: Callable[[Any], Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class Context:
    """Who imports, when, and with what chosen. `memory` is the target's own, for one whole run."""

    by: Any
    at: datetime
    session_id: int
    options: Mapping[str, str]
    sheets: frozenset[str]
    memory: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Target:
    """Something that files are imported into.

    `sheets`: the first is the main one; a second one is joined to it by the field `key`, which both
    must have. Without a second sheet `key` only finds rows that stand twice in the file.
    `undo(changes, context)` takes back what store() did, newest first, and answers with verdicts
    (number 0; REFUSED for what was used since); None where a thing cannot be taken back.
    `finish(context)` runs once after the last batch, in a transaction: the place for one journal
    entry about the whole file.
    """

    code: str
    label: Text
    permission: str
    sheets: tuple[Sheet, ...]
    judge: Callable[[Batch, Context], Sequence[Verdict]]
    store: Callable[[Batch, Context], Sequence[Verdict]]
    key: str = ""
    undo: Callable[[Sequence[Change], Context], Sequence[Verdict]] | None = None
    finish: Callable[[Context], None] | None = None
    options: tuple[Option, ...] = ()
    batch_size: int = 500
    help: Text = ""


targets: Registry[Target] = Registry()


def declare(target: Target) -> Target:
    """Add a target to the registry; see Target for what its fields mean."""
    return targets.add(target)

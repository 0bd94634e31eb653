"""What pages show of import sessions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhanggui.imports.files import kept_rows
from zhanggui.imports.models import ImportedRow, ImportFile, ImportSession, State
from zhanggui.imports.registry import Outcome, Sheet, Target, targets
from zhanggui.imports.tally import Tally
from zhanggui.org.models import User


def targets_of(user: User) -> list[Target]:
    """Return what the person may import."""
    return [target for target in targets if user.has_perm(target.permission)]


def earlier(session: ImportSession) -> ImportSession | None:
    """Return the finished import of the very same files with the same choices, if there is one."""
    digests = sorted(session.files.values_list("sha256", flat=True))
    twins = ImportSession.objects.filter(
        target_code=session.target_code,
        state=State.DONE,
        pk__lt=session.pk,
        files__sha256=digests[0],
        options=session.options,
    )
    for twin in twins.order_by("-id").prefetch_related("files")[:10]:
        if sorted(file.sha256 for file in twin.files.all()) == digests:
            return twin
    return None


@dataclass(frozen=True)
class SheetCount:
    """How the rows of one sheet came out: read = new + changed + unchanged + refused."""

    label: str | Promise
    read: int
    new: int
    changed: int
    unchanged: int
    refused: int
    in_file: int


def counts(session: ImportSession) -> list[SheetCount]:
    """Count the rows of each sheet by outcome, beside how many the file has."""
    tally = Tally.from_json(session.tally)
    rows = {file.sheet_code: file.rows for file in session.files.all()}
    return [
        SheetCount(
            label=sheet.label,
            read=tally.read(sheet.code),
            new=tally.of(sheet.code, Outcome.NEW),
            changed=tally.of(sheet.code, Outcome.CHANGED),
            unchanged=tally.of(sheet.code, Outcome.UNCHANGED),
            refused=tally.of(sheet.code, Outcome.REFUSED),
            in_file=rows[sheet.code],
        )
        for sheet in session.target.sheets
        if sheet.code in rows
    ]


def refused_table(file: ImportFile) -> tuple[list[str], Iterator[Sequence[str]]]:
    """Return the file's refused rows in its own layout, with two columns more: why, and the mend.

    The rows are read lazily, so that a hundred thousand of them need little memory.
    """
    refused = file.session.rows.filter(sheet_code=file.sheet_code, outcome=Outcome.REFUSED)
    why = {
        number: (reason, mend)
        for number, reason, mend in refused.values_list("number", "reason", "mend")
    }
    width = len(file.headings)

    def rows() -> Iterator[Sequence[str]]:
        for line in kept_rows(file.spool):
            if line.number in why:
                cells = [*line.cells[:width], *[""] * (width - len(line.cells))]
                yield [*(cell.replace("\0", "") for cell in cells), *why[line.number]]

    return [*file.headings, _("Reason"), _("What to do")], rows()


def shown_rows(session: ImportSession, outcome: str) -> Sequence[ImportedRow]:
    """Return the rows of one outcome that a page shows, those with a remark first."""
    rows = session.rows.filter(outcome=outcome).order_by("-reason", "sheet_code", "number")
    return list(rows[:200])


def first_rows(file: ImportFile, count: int = 5) -> list[list[str]]:
    """Return the cells of the first rows below the headings."""
    return [line.cells for line in islice(kept_rows(file.spool), count)]


def headings_of(sheet: Sheet) -> list[str]:
    """Return the headings of an empty file for a sheet: what people call its fields."""
    return [field.aliases[0] if field.aliases else str(field.label) for field in sheet.fields]


@dataclass(frozen=True)
class AmountCount:
    """The amounts of a file's rows by outcome: together they are the file's total."""

    new: int
    changed: int
    unchanged: int
    refused: int
    total: int


def amounts(session: ImportSession) -> AmountCount | None:
    """Add the rows' amounts up, fen for fen; None when the kind of file has none."""
    tally = Tally.from_json(session.tally)
    if not tally.fen:
        return None
    new, changed, unchanged, refused = (
        tally.fen[one] for one in (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.REFUSED)
    )
    return AmountCount(new, changed, unchanged, refused, tally.total_fen)


def chosen_options(session: ImportSession) -> list[tuple[str, str]]:
    """Return what was chosen for the whole file, in words."""
    shown = []
    for option in session.target.options:
        value = session.options.get(option.name, "")
        shown.append((str(option.label), dict(option.choices(session.by)).get(value, value)))
    return shown


def can_undo(session: ImportSession) -> bool:
    """Whether something that the session stored can be taken back."""
    over = session.state in {State.DONE, State.CANCELLED}
    return over and session.target.undo is not None and session.changes.exists()

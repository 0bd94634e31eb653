"""The upload: read it, find its headings, choose its columns, keep it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from zhanggui.imports.actions import RECEIVED
from zhanggui.imports.files import forget, keep_original, keep_rows
from zhanggui.imports.headings import (
    Heading,
    find_heading,
    fingerprint,
    match,
    missing,
)
from zhanggui.imports.models import ColumnMapping, ImportFile, ImportSession, State
from zhanggui.imports.reading import (
    MAX_COLUMNS,
    MAX_ROWS,
    CannotReadError,
    Line,
    Source,
    Table,
    opened,
)
from zhanggui.imports.registry import Sheet, Target
from zhanggui.journal.services import record
from zhanggui.org.models import User


class CannotReceiveError(Exception):
    """The upload is refused as a whole; the message says why, and what to do."""


@dataclass(frozen=True)
class Upload:
    """A file as it came: what its sender calls it, and where it lies now."""

    name: str
    path: Path


@dataclass(frozen=True)
class _Fit:
    sheet: Sheet
    table: Table
    heading: Heading


def receive(
    *,
    target: Target,
    uploads: Sequence[Upload],
    options: Mapping[str, str],
    by: User,
    at: datetime,
) -> ImportSession:
    """Take files in for a target; nothing is imported yet.

    The session is CHECKING when every required column was found, else MAPPING.

    :raises CannotReceiveError: if a file cannot be read, is the wrong one, or one is missing
    """
    _check_options(target, options, by)
    files: list[ImportFile] = []
    try:
        for upload in uploads:
            files.append(_keep(target, upload, {file.sheet_code for file in files}))
        _check_complete(target, files)
        return _open_session(target, files, options, by, at)
    except Exception:
        for file in files:
            forget(file.original, file.spool)
        raise


def _check_options(target: Target, options: Mapping[str, str], by: User) -> None:
    for option in target.options:
        if options.get(option.name) not in {value for value, _label in option.choices(by)}:
            raise CannotReceiveError(_("Choose: %(option)s.") % {"option": option.label})


def _check_complete(target: Target, files: Sequence[ImportFile]) -> None:
    given = {file.sheet_code for file in files}
    for sheet in target.sheets:
        if not sheet.optional and sheet.code not in given:
            raise CannotReceiveError(
                _("The file “%(sheet)s” is missing. Choose it together with the others.")
                % {"sheet": sheet.label}
            )


@transaction.atomic
def _open_session(
    target: Target,
    files: Sequence[ImportFile],
    options: Mapping[str, str],
    by: User,
    at: datetime,
) -> ImportSession:
    sheets = {sheet.code: sheet for sheet in target.sheets}
    complete = not any(missing(file.columns, sheets[file.sheet_code]) for file in files)
    session = ImportSession.objects.create(
        target_code=target.code,
        state=State.CHECKING if complete else State.MAPPING,
        options={option.name: options[option.name] for option in target.options},
        by=by,
        uploaded_at=at,
    )
    for file in files:
        file.session = session
    ImportFile.objects.bulk_create(files)
    record(
        RECEIVED,
        by=by,
        subject=session,
        at=at,
        facts={"kind": target.code, "rows": sum(file.rows for file in files)},
    )
    return session


def _keep(target: Target, upload: Upload, taken: set[str]) -> ImportFile:
    try:
        with opened(upload.path) as source:
            fit = _best_fit(target, upload, source.tables, taken)
            return _keep_table(target, upload, source, fit)
    except CannotReadError as error:
        raise CannotReceiveError(f"{upload.name}: {error}") from error


def _best_fit(target: Target, upload: Upload, tables: Sequence[Table], taken: set[str]) -> _Fit:
    """Find which table of the file is which sheet of the target, by the headings it names."""
    fits = [
        _Fit(sheet, table, find_heading([(line.number, line.cells) for line in table.head], sheet))
        for table in tables
        for sheet in target.sheets
    ]
    best = max(fits, key=lambda fit: (fit.heading.known / len(fit.sheet.fields), fit.heading.known))
    if best.heading.number == 0:
        raise CannotReceiveError(_("“%(file)s” is empty.") % {"file": upload.name})
    if best.heading.known < (2 if len(target.sheets) > 1 else 1):
        raise CannotReceiveError(
            _("“%(file)s” has no row of headings for “%(target)s”. Needed are: %(fields)s.")
            % {
                "file": upload.name,
                "target": target.label,
                "fields": "、".join(str(f.label) for f in target.sheets[0].fields if f.required),
            }
        )
    if best.sheet.code in taken:
        raise CannotReceiveError(
            _("Two files are “%(sheet)s”. Import them one after the other.")
            % {"sheet": best.sheet.label}
        )
    return best


def _keep_table(target: Target, upload: Upload, source: Source, fit: _Fit) -> ImportFile:
    if len(fit.heading.texts) > MAX_COLUMNS:
        raise CannotReadError(_("The table has too many columns. Delete the empty ones."))
    counter = _Counter()
    spool = keep_rows(counter.below(source.rows(fit.table), fit.heading.number))
    if not counter.rows:
        forget(spool)
        raise CannotReadError(_("There is no row below the headings."))
    return ImportFile(
        sheet_code=fit.sheet.code,
        name=upload.name[:200].replace("\0", ""),
        size=upload.path.stat().st_size,
        sha256=_sha256(upload.path),
        original=keep_original(upload.path),
        spool=spool,
        layout=fit.table.layout,
        header_row=fit.heading.number,
        headings=fit.heading.texts,
        columns=_columns(target, fit),
        rows=counter.rows,
    )


class _Counter:
    """Counts rows as they pass."""

    rows = 0

    def below(self, lines: Iterator[Line], heading: int) -> Iterator[Line]:
        for line in islice(lines, MAX_ROWS + 40):
            if line.number > heading:
                self.rows += 1
                yield line
        if self.rows > MAX_ROWS:
            raise CannotReadError(_("The file has too many rows. Split it, and import the parts."))


def _columns(target: Target, fit: _Fit) -> dict[str, int]:
    """Take the columns that people chose for these headings before, else those that match."""
    chosen = ColumnMapping.objects.filter(
        target_code=target.code,
        sheet_code=fit.sheet.code,
        fingerprint=fingerprint(fit.heading.texts),
    ).first()
    return chosen.columns if chosen else match(fit.heading.texts, fit.sheet)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

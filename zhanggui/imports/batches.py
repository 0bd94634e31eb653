"""From the kept rows of a session's files to the batches that its target gets.

Batches are the same each time: a rerun skips those that were stored. Two sheets are joined by their
key through a temporary database, so that their order does not matter and memory stays small.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from zhanggui.imports.files import kept_rows
from zhanggui.imports.models import ImportFile, ImportSession
from zhanggui.imports.registry import Batch, Outcome, Row, Sheet, Target, Verdict
from zhanggui.imports.screening import Refusal, Screen

_VARIABLES = 500


@dataclass
class Portion:
    """A batch for the target, and the verdicts on rows that it does not get to see.

    `fates`: the numbers of the second sheet's rows that stand and fall with a row of the first.
    """

    rows: list[Row] = field(default_factory=list)
    lines: dict[int, list[Row]] = field(default_factory=dict)
    orphans: list[Row] = field(default_factory=list)
    refused: list[Verdict] = field(default_factory=list)
    fates: dict[int, list[int]] = field(default_factory=dict)

    @property
    def batch(self) -> Batch:
        return Batch(self.rows, self.lines, self.orphans)

    def refuse(self, row: Row, key: str, refusal: Refusal, *, of_lines: bool = False) -> None:
        self.refused.append(
            Verdict(
                row.number,
                Outcome.REFUSED,
                key,
                refusal.reason,
                refusal.mend,
                of_lines=of_lines,
            )
        )


Screened = tuple[Row, Refusal | None]


def portions(session: ImportSession) -> Iterator[Portion]:
    """Yield the rows of a session's files in batches of the target's size."""
    target = session.target
    files = {file.sheet_code: file for file in session.files.all()}
    main, *others = target.sheets
    rows = _screened(files[main.code], main)
    if others and others[0].code in files:
        with closing(_Lines(_screened(files[others[0].code], others[0]), target.key)) as lines:
            for portion in _of_main(rows, target):
                lines.join(portion, target.key)
                yield portion
            yield from lines.orphans(target)
    else:
        yield from _of_main(rows, target)


def _screened(file: ImportFile, sheet: Sheet) -> Iterator[Screened]:
    screen = Screen(sheet, file.headings, file.columns)
    padded = not file.layout.startswith("csv")
    for line in kept_rows(file.spool):
        row = screen.row(line)
        yield row, screen.refusal(line, row, padded=padded)


def _of_main(rows: Iterator[Screened], target: Target) -> Iterator[Portion]:
    seen: dict[str, tuple[int, int]] = {}
    portion = Portion()
    for count, (row, refusal) in enumerate(rows, 1):
        key = row.get(target.key)
        twin = _twin(row, key, seen)
        if refusal:
            portion.refuse(row, key, refusal)
            portion.fates[row.number] = []
        elif twin:
            portion.refused.append(twin)
        else:
            portion.rows.append(row)
        if count % target.batch_size == 0:
            yield portion
            portion = Portion()
    if portion.rows or portion.refused:
        yield portion


def _twin(row: Row, key: str, seen: dict[str, tuple[int, int]]) -> Verdict | None:
    """Find the row's twin further up: the same words change nothing, others are refused."""
    if not key:
        return None
    words = hash((*row.values.values(), *row.extra.values()))
    number, before = seen.setdefault(key, (row.number, words))
    if number == row.number:
        return None
    if words == before:
        remark = _("The same as row %(row)s.") % {"row": number}
        return Verdict(row.number, Outcome.UNCHANGED, key, remark)
    return Verdict(
        row.number,
        Outcome.REFUSED,
        key,
        _("%(key)s stands in row %(row)s already, with other content.")
        % {"key": key, "row": number},
        _("Keep one of the two rows."),
    )


class _Lines:
    """The rows of the second sheet by their key, on disk."""

    def __init__(self, rows: Iterator[Screened], key: str) -> None:
        self._db = sqlite3.connect("")
        self._db.executescript(
            "pragma journal_mode=off; pragma synchronous=off; pragma cache_size=-32768;"
            "create table line (key text, number int, row text, reason text, mend text);"
            "create table claimed (key text primary key) without rowid;"
        )
        self._db.executemany(
            "insert into line values (?, ?, ?, ?, ?)",
            (
                (
                    row.get(key),
                    row.number,
                    json.dumps([row.values, row.extra], ensure_ascii=False),
                    refusal.reason if refusal else None,
                    refusal.mend if refusal else None,
                )
                for row, refusal in rows
            ),
        )
        self._db.execute("create index by_key on line (key, number)")

    def close(self) -> None:
        self._db.close()

    def join(self, portion: Portion, key: str) -> None:
        """Give each row of the batch its lines; a row with a refused line is refused with it."""
        owners = {row.get(key): row.number for row in portion.rows}
        owners |= {v.key: v.number for v in portion.refused if v.number in portion.fates and v.key}
        broken: dict[int, Refusal] = {}
        for found, number, text, reason, mend in self._found(list(owners)):
            owner = owners[found]
            portion.fates.setdefault(owner, []).append(number)
            if reason is not None:
                told = _("Row %(row)s of its lines: %(reason)s") % {"row": number, "reason": reason}
                broken.setdefault(owner, Refusal(told, mend or ""))
            else:
                portion.lines.setdefault(owner, []).append(Row(number, *json.loads(text)))
        if broken:
            for row in [row for row in portion.rows if row.number in broken]:
                portion.refuse(row, row.get(key), broken[row.number])
            portion.rows = [row for row in portion.rows if row.number not in broken]

    def _found(self, keys: list[str]) -> Iterator[tuple[str, int, str, str | None, str | None]]:
        for start in range(0, len(keys), _VARIABLES):
            some = keys[start : start + _VARIABLES]
            self._db.executemany("insert or ignore into claimed values (?)", ((k,) for k in some))
            marks = ",".join("?" * len(some))
            yield from self._db.execute(
                f"select * from line where key in ({marks}) order by number",  # noqa: S608
                some,
            )

    def orphans(self, target: Target) -> Iterator[Portion]:
        """Yield the rows of the second sheet that no row of the first claimed."""
        portion = Portion()
        rest = self._db.execute(
            "select * from line where key not in (select key from claimed) order by number"
        )
        for count, (key, number, text, reason, mend) in enumerate(rest, 1):
            row = Row(number, *json.loads(text))
            if reason is not None:
                portion.refuse(row, key, Refusal(reason, mend), of_lines=True)
            else:
                portion.orphans.append(row)
            if count % target.batch_size == 0:
                yield portion
                portion = Portion()
        if portion.orphans or portion.refused:
            yield portion

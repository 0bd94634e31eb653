"""Rows that no target should see: broken, damaged, dangerous, or without what they must have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhanggui.imports.reading import Line
from zhanggui.imports.registry import Kind, Row, Sheet
from zhanggui.imports.rules import clean, has_lost_digits, is_formula

MAX_CELL = 5000
_FAULTS = {
    "nul": (
        gettext_lazy("The row holds bytes that are no text (NUL)."),
        gettext_lazy("Delete them, or download the file again."),
    ),
    "bytes": (
        gettext_lazy("The row holds characters that cannot be read."),
        gettext_lazy("Save the file as “CSV UTF-8” or as xlsx."),
    ),
}


@dataclass(frozen=True)
class Refusal:
    """Why a row is refused before its target sees it, and what to do."""

    reason: str
    mend: str


class Screen:
    """Turns the lines of one sheet into rows, or says why not."""

    def __init__(self, sheet: Sheet, headings: Sequence[str], columns: Mapping[str, int]) -> None:
        self._width = len(headings)
        self._fields = [(f, columns[f.name]) for f in sheet.fields if f.name in columns]
        used = {index for _field, index in self._fields}
        self._others = [(i, text) for i, text in enumerate(headings) if i not in used and text]

    def row(self, line: Line) -> Row:
        """Read a line, whatever is wrong with it."""
        cells = line.cells
        width = len(cells)
        return Row(
            line.number,
            {field.name: clean(cells[i]) if i < width else "" for field, i in self._fields},
            {text: found for i, text in self._others if i < width and (found := clean(cells[i]))},
        )

    def refusal(self, line: Line, row: Row, *, padded: bool) -> Refusal | None:
        """Say why a row is refused; None when it may go to its target.

        `padded`: the format fills short rows up by itself, so that a short one is whole.
        """
        if line.fault:
            reason, mend = _FAULTS[line.fault]
            return Refusal(str(reason), str(mend))
        return self._shape(line, padded=padded) or self._cells(line, row)

    def _shape(self, line: Line, *, padded: bool) -> Refusal | None:
        if any(line.cells[self._width :]):
            return Refusal(
                _("The row has %(cells)s cells under %(headings)s headings.")
                % {"cells": len(line.cells), "headings": self._width},
                _("Put texts that hold a comma in quotation marks, or save the file as xlsx."),
            )
        if not padded and len(line.cells) < self._width:
            return Refusal(
                _("The row is cut off: it has %(cells)s cells under %(headings)s headings.")
                % {"cells": len(line.cells), "headings": self._width},
                _("Download the file again, or complete the row."),
            )
        return None

    def _cells(self, line: Line, row: Row) -> Refusal | None:
        for field, index in self._fields:
            text = row.values[field.name]
            if not text:
                if field.required and not field.may_be_empty:
                    return Refusal(
                        _("“%(field)s” is empty.") % {"field": field.label},
                        _("Fill it in."),
                    )
            elif text[0] == "=" and is_formula(line.cells[index]):
                return Refusal(
                    _("“%(field)s” holds a formula: %(text)s")
                    % {"field": field.label, "text": text[:40]},
                    _("Replace the formula by its value."),
                )
            elif len(text) > MAX_CELL:
                return Refusal(
                    _("“%(field)s” is longer than %(length)s characters.")
                    % {"field": field.label, "length": MAX_CELL},
                    _("Shorten it."),
                )
            elif field.kind == Kind.ID and has_lost_digits(text):
                return Refusal(
                    _("“%(field)s” has lost digits: %(text)s")
                    % {"field": field.label, "text": text[:40]},
                    _("Use the file as it was downloaded: Excel rounds long numbers on saving."),
                )
        return None

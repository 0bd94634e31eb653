"""One value in three shapes: on screen, in Excel, in a csv file."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from zhanggui.core import shown
from zhanggui.core.lists.spec import NUMBERS, Column, Kind
from zhanggui.core.money import format_fen, round_half_up, yuan_of
from zhanggui.core.periods import SHANGHAI

# A cell that starts like this runs as a formula in Excel (OWASP: CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def value_of(row: Any, column: Column) -> Any:
    """Read a column's value from a row: by its function, else along its attribute path."""
    if column.value:
        return column.value(row)
    found = row
    for name in column.name.split("."):
        if found is None:
            return None
        found = found.get(name) if isinstance(found, Mapping) else getattr(found, name)
        if callable(found):
            found = found()
    return found


def tone_of(row: Any, value: Any, column: Column) -> str:
    if callable(column.tone):
        return column.tone(row)
    return column.tone.get(value, "plain") if column.tone else "plain"


def label_of(row: Any, value: Any, column: Column) -> Any:
    """Return the word for a choice field's value, else the value itself."""
    display = getattr(row, f"get_{column.name}_display", None)
    return display() if display else value


def on_screen(row: Any, column: Column) -> SafeString | str:
    """Draw the cell."""
    value = value_of(row, column)
    if column.cell:
        return render_to_string(column.cell, {"row": row, "value": value})
    if value is None or value == "":
        return ""
    if column.kind == Kind.STATE:
        return shown.state(label_of(row, value, column), tone_of(row, value, column))
    return _DRAWN[column.kind](value) if column.kind in _DRAWN else _word(row, value, column)


def _word(row: Any, value: Any, column: Column) -> str:
    label = label_of(row, value, column)
    if isinstance(label, bool):
        return gettext("yes") if label else gettext("no")
    return str(label)


_DRAWN: dict[Kind, Callable[[Any], SafeString | str]] = {
    Kind.CODE: lambda value: format_html('<span class="mono">{}</span>', value),
    Kind.MONEY: lambda value: format_fen(int(value)),
    Kind.NUMBER: lambda value: f"{value:,}",
    Kind.PERCENT: lambda value: f"{round_half_up(Decimal(value) * 100, '0.1')} %",
    Kind.DATE: lambda value: value.isoformat(),
    Kind.MOMENT: shown.ago,
    Kind.DUE: shown.due,
    Kind.PICTURE: lambda value: format_html(
        '<img class="pic" src="{}" alt="" loading="lazy" width="28" height="28">', value
    ),
}


def in_file(row: Any, column: Column) -> str | int | Decimal | date | datetime | None:
    """Return the value for a file: money in yuan, moments in Shanghai time without zone."""
    value = value_of(row, column)
    if value is None or value == "":
        return None
    if column.kind == Kind.MONEY:
        return yuan_of(int(value))
    if column.kind in NUMBERS:
        return value if isinstance(value, int) else Decimal(str(value))
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).replace(tzinfo=None, microsecond=0)
    return value if isinstance(value, date) else _word(row, value, column)


def safe_text(text: str) -> str:
    """Put a quote before what Excel would run as a formula; numbers stay numbers."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text

"""Which row of a table is its heading, and which column holds which field."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import override

from zhanggui.imports.registry import Field, Sheet
from zhanggui.imports.rules import clean, heading_key


@dataclass(frozen=True)
class Heading:
    """The heading row of a table: its number, its texts, and how many fields it names."""

    number: int
    texts: list[str]
    known: int


def keys_of(field: Field) -> list[str]:
    """Return what a heading of this field may read, the best first."""
    texts = [*field.aliases, field.name]
    for language in ("zh-hans", "en"):
        with override(language):
            texts.append(str(field.label))
    return list(dict.fromkeys(heading_key(text) for text in texts))


Wanted = Sequence[tuple[str, Sequence[str]]]


def wanted_by(sheet: Sheet) -> Wanted:
    """Return each field's name with what its heading may read."""
    return [(field.name, keys_of(field)) for field in sheet.fields]


def match(headings: Sequence[str], sheet: Sheet) -> dict[str, int]:
    """Give each field the column whose heading it knows; fields without one are left out."""
    return _match(headings, wanted_by(sheet))


def _match(headings: Sequence[str], wanted: Wanted) -> dict[str, int]:
    places: dict[str, int] = {}
    for index, heading in enumerate(headings):
        places.setdefault(heading_key(heading), index)
    found: dict[str, int] = {}
    for name, keys in wanted:
        known = next((key for key in keys if key in places), None)
        if known is not None:
            found[name] = places[known]
    return found


def find_heading(rows: Iterable[tuple[int, Sequence[str]]], sheet: Sheet) -> Heading:
    """Find the row that names the most fields; without any, the fullest row.

    A title may stand above it. Two columns of one name are told apart by a number.
    """
    best = Heading(0, [], -1)
    fullest = Heading(0, [], -1)
    width, wanted = 0, wanted_by(sheet)
    for number, cells in rows:
        texts = distinct([clean(cell) for cell in cells])
        known = len(_match(texts, wanted))
        if known > max(best.known, 0):
            best = Heading(number, texts, known)
        if (filled := sum(map(bool, texts))) > width:
            width, fullest = filled, Heading(number, texts, 0)
    return best if best.known > 0 else fullest


def distinct(texts: Sequence[str]) -> list[str]:
    """Number the headings that stand twice; cut empty ones off the end."""
    seen: dict[str, int] = {}
    result = []
    for text in texts:
        seen[text] = seen.get(text, 0) + 1
        result.append(f"{text} ({seen[text]})" if text and seen[text] > 1 else text)
    while result and not result[-1]:
        result.pop()
    return result


def missing(columns: Mapping[str, int], sheet: Sheet) -> list[Field]:
    """Return the required fields that have no column."""
    return [field for field in sheet.fields if field.required and field.name not in columns]


def fingerprint(headings: Sequence[str]) -> str:
    """Recognise a source by its headings in their order."""
    text = "\x1f".join(heading_key(heading) for heading in headings)
    return hashlib.sha256(text.encode()).hexdigest()[:32]

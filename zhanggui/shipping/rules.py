"""Tracking numbers: how they are read, whose they are, by when they are due. Pure Python."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# What the platform takes as a tracking number, whoever carries it.
MIN_LENGTH, MAX_LENGTH = 4, 35
# Once nothing stands in the way of an order, its number is due within this time at the earliest.
GRACE = timedelta(hours=4)

_GOOD = re.compile(r"[A-Za-z0-9-]+")
# A spreadsheet's ways of keeping a number a text: ="123", '123.
_WRAPPING = re.compile(r"""^[="'“”‘’`]+|["'“”‘’`]+$""")
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{9,11}")
_SEPARATORS = re.compile(r"[\s,;:|/，；：、。]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")

ANY = "*"
SURE, USUAL = 100, 40
# A carrier that the shop uses every day wins over one that only might have made the number.
FAVOURITE = 20


class Fault(StrEnum):
    """What is wrong with a number in itself."""

    EMPTY = "EMPTY"
    LENGTH = "LENGTH"
    CHARACTERS = "CHARACTERS"


@dataclass(frozen=True)
class Shapes:
    """A carrier and the shapes of its numbers: `sure` tells it from all others, `usual` does not.

    Both are regular expressions of the whole number, empty when there is none; ANY as `usual` says
    that the carrier hands out all sorts. `names` are all that the carrier is called.
    """

    code: str
    names: tuple[str, ...]
    sure: str = ""
    usual: str = ""

    def is_sure(self, number: str) -> bool:
        return bool(self.sure) and re.fullmatch(self.sure, number) is not None

    def is_usual(self, number: str) -> bool:
        return self.usual not in {"", ANY} and re.fullmatch(self.usual, number) is not None

    def may_be(self, number: str) -> bool:
        """Whether the number looks like one of this carrier's; always, when no shape is known."""
        if self.usual == ANY or not (self.sure or self.usual):
            return True
        return self.is_sure(number) or self.is_usual(number)


@dataclass(frozen=True)
class Pasted:
    """One row of a pasted text: `line` counts from 1."""

    line: int
    order_number: str
    number: str
    carrier: str = ""


def tidy(text: str) -> str:
    """Return a scanned or pasted token in half-width capitals, without blanks and wrappings."""
    half = unicodedata.normalize("NFKC", text)
    visible = "".join(ch for ch in half if unicodedata.category(ch)[0] not in "CZ")
    return _WRAPPING.sub("", visible).upper()


def fault_of(number: str) -> Fault | None:
    """Return what is wrong with a tidy number in itself, None when nothing is."""
    if not number:
        return Fault.EMPTY
    if not MIN_LENGTH <= len(number) <= MAX_LENGTH:
        return Fault.LENGTH
    return None if _GOOD.fullmatch(number) else Fault.CHARACTERS


def looks_like_phone(number: str) -> bool:
    return _PHONE.fullmatch(number) is not None


def guess(number: str, carriers: Iterable[Shapes], favourite: str = "") -> str:
    """Return the code of the carrier that most likely made the number, "" when nothing tells.

    A sure shape beats a usual one; among equals the shop's favourite carrier wins, then the first.
    """
    scores: dict[str, int] = {}
    for carrier in carriers:
        if carrier.is_sure(number):
            scores[carrier.code] = SURE
        elif carrier.is_usual(number):
            scores[carrier.code] = USUAL
        elif carrier.code == favourite and carrier.may_be(number):
            scores[carrier.code] = 0
        if carrier.code == favourite and carrier.code in scores:
            scores[carrier.code] += FAVOURITE
    return max(scores, key=lambda code: scores[code], default="")


def carrier_named(word: str, carriers: Iterable[Shapes]) -> str:
    """Return the code of the carrier that a word names, "" when it names none."""
    wanted = tidy(word)
    for carrier in carriers:
        if wanted == carrier.code or wanted in {tidy(name) for name in carrier.names}:
            return carrier.code
    return ""


def read_pasted(text: str, carriers: Sequence[Shapes]) -> list[Pasted]:
    """Read a pasted text: an order number and a tracking number a line, in any order of columns.

    A word with Chinese characters is the carrier. When every line holds a single number, they are
    pairs: an order, its waybill, the next order …, as a scanner writes them.
    """
    lines = [
        (number, _SEPARATORS.split(line.strip(" \t\r,;，；")))
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip()
    ]
    if len(lines) > 1 and all(len(tokens) == 1 for _, tokens in lines):
        pairs = [lines[i : i + 2] for i in range(0, len(lines), 2)]
        rows = [_pair([tidy(tokens[0]) for _, tokens in pair], pair[0][0]) for pair in pairs]
    else:
        rows = [_read_line(number, tokens, carriers) for number, tokens in lines]
    return [row for row in rows if row.order_number or row.number]


def _pair(tokens: Sequence[str], line: int) -> Pasted:
    return Pasted(line, tokens[0], tokens[1] if len(tokens) > 1 else "")


def _read_line(line: int, tokens: Sequence[str], carriers: Sequence[Shapes]) -> Pasted:
    carrier, rest = "", []
    for token in tokens:
        named = carrier_named(token, carriers) if not token.isdigit() else ""
        if named:
            carrier = named
        elif not _CHINESE.search(token) and tidy(token):
            rest.append(tidy(token))
    rest += ["", ""]
    return Pasted(line, rest[0], rest[1], carrier)


def due_at(*, ship_by: datetime | None, free_since: datetime | None) -> datetime | None:
    """Return by when the tracking number had to be entered.

    That is the shop's promise to the buyer. When the order was held, and came free shortly before
    the promise ran out (or after), the person gets GRACE from then: what stood in the way was not
    theirs. Without a promise nothing is due.
    """
    if ship_by is None or free_since is None:
        return ship_by
    return max(ship_by, free_since + GRACE)


# What a column of a dispatch file may hold.
FIELDS = ("order_number", "carrier_name", "carrier_code", "number", "shipped_on", "goods")
DEFAULT_COLUMNS = (
    ("订单编号", "order_number"),
    ("物流公司", "carrier_name"),
    ("运单号", "number"),
)


def cells_of(columns: Iterable[Sequence[str]], parcel: Mapping[str, str]) -> list[str]:
    """Return one row of a dispatch file; a field "=text" is that text in every row."""
    return [
        field[1:] if field.startswith("=") else parcel.get(field, "") for _heading, field in columns
    ]

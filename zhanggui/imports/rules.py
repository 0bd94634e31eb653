"""What cells of foreign files mean. Pure Python."""

import re
import unicodedata
from datetime import datetime

from zhanggui.core.periods import SHANGHAI

_WRAPPED = re.compile(r'^="*(.*?)"*$', re.DOTALL)
_SCIENTIFIC = re.compile(r"^\d(\.\d+)?[eE]\+?\d+$")
_WHOLE = re.compile(r"^[+-]?(\d{1,3}(,\d{3})+|\d+)(\.0+)?$")
_TIMES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S")
_EMPTY = frozenset({"null", "none", "nan", "\\n"})


class BadCellError(ValueError):
    """A cell does not hold what its column promises."""


def heading_key(heading: str) -> str:
    """Compare headings by this: without spaces, width and case of the characters."""
    return "".join(unicodedata.normalize("NFKC", heading).lower().split()).strip("*:：")


def clean(cell: str) -> str:
    """Take a cell out of its wrapping, as exports use it to keep digits: an equals sign and quotes,
    or one leading apostrophe. The text null is an empty cell.
    """
    text = cell.strip()
    if text.startswith('="'):
        match = _WRAPPED.match(text)
        text = match[1].strip() if match else text
    if text.startswith("'"):
        text = text[1:].strip()
    # Most cells are long, and every cell of every file comes by here.
    return "" if len(text) < 5 and text.lower() in _EMPTY else text


def is_formula(cell: str) -> bool:
    """Whether a cell would be computed by a spreadsheet: =cmd, but not the wrapping ="123"."""
    text = cell.lstrip()
    return text.startswith("=") and not text.startswith('="')


def has_lost_digits(cell: str) -> bool:
    """Whether a spreadsheet rounded a long number: 2.02E+18."""
    return bool(_SCIENTIFIC.match(cell))


def parse_whole(cell: str) -> int:
    """Read a whole number such as "1,200" or "3.0".

    :raises BadCellError: if the cell is something else, or beyond 2,000,000,000
    """
    if len(cell) > 20 or not _WHOLE.match(cell):
        raise BadCellError(f"“{cell[:40]}” is not a whole number")
    number = int(cell.replace(",", "").partition(".")[0])
    if abs(number) > 2_000_000_000:
        raise BadCellError(f"“{cell[:40]}” is too large a number")
    return number


def parse_time(cell: str) -> datetime:
    """Read a Shanghai time such as "2026-11-11 20:00:00", "2026/11/11 20:00" or "2026-11-11".

    :raises BadCellError: if the cell is something else
    """
    text = cell.replace("/", "-").strip()
    for form in _TIMES:
        try:
            return datetime.strptime(text, form).replace(tzinfo=SHANGHAI)
        except ValueError:
            continue
    raise BadCellError(f"“{cell[:40]}” is not a time")

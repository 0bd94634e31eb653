"""What may be wrong with a handbook file. Pure Python; the words for people are in the services."""

from dataclasses import dataclass
from enum import StrEnum


class Wrong(StrEnum):
    """One kind of fault; `detail` of Fault says what was found."""

    NOT_YAML = "not-yaml"
    MISSING = "missing"
    UNKNOWN_KEY = "unknown-key"
    NOT_TEXT = "not-text"
    NOT_NUMBER = "not-number"
    NOT_LIST = "not-list"
    NOT_GROUP = "not-group"
    BAD_CODE = "bad-code"
    TWICE = "twice"
    NO_SUCH_POSITION = "no-such-position"
    CYCLE = "cycle"
    PAY_UPSIDE_DOWN = "pay-upside-down"
    BAD_BASIS = "bad-basis"


@dataclass(frozen=True)
class Fault:
    """`place` is a path in the file: "positions[3].duties[0].tool"."""

    place: str
    wrong: Wrong
    detail: str = ""


class BadHandbookError(Exception):
    """A handbook cannot be read.

    `faults` names each place, in the order of the file.
    """

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{f.place}: {f.wrong} {f.detail}" for f in faults[:5]))
        self.faults = faults

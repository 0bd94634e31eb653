"""Indicators: declared by the app that owns the data, read by planning, appraisal and reports."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from django.utils.functional import Promise

from zhanggui.core.money import round_half_up
from zhanggui.core.periods import Month
from zhanggui.core.registry import Registry


class Direction(StrEnum):
    """Which way is better."""

    UP = "UP"
    DOWN = "DOWN"


@dataclass(frozen=True)
class Measure:
    """One person's figure (or the department's): value = numerator / denominator, n observations.

    A count has denominator 1. `value` is None when there was nothing to measure.
    """

    numerator: Decimal
    denominator: Decimal
    n: int

    @property
    def value(self) -> Decimal | None:
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True)
class EvidenceRow:
    """One row that a figure was computed from.

    `key` is stable ("orders.order:123"), `url` opens it, `counted` says what it added to the
    numerator and the denominator.
    """

    key: str
    label: str
    url: str
    numerator: Decimal
    denominator: Decimal
    facts: Mapping[str, str | int] = field(default_factory=dict)


# Both take (month, people); people are user ids, DEPARTMENT stands for everybody.
DEPARTMENT = 0
MeasureMany = Callable[[Month, Collection[int]], Mapping[int, Measure]]
RowsOf = Callable[[Month, int], Sequence[EvidenceRow]]


@dataclass(frozen=True)
class Indicator:
    """A figure with its name, its bulk formula, and the rows behind it.

    `per_person` is False for a figure of the whole department, measured under DEPARTMENT.
    `min_n`: fewer observations than this make the figure "not measured".
    `version` goes up when the formula changes; frozen evidence names the version it used.
    """

    code: str
    label: str | Promise
    unit: str | Promise
    direction: Direction
    formula: str | Promise
    duties: tuple[str, ...]
    measure: MeasureMany
    rows: RowsOf
    per_person: bool = True
    min_n: int = 1
    version: int = 1

    def shown(self, measure: Measure | None) -> str:
        """Write the figure with its unit, "—" when nothing was measured."""
        if measure is None or measure.value is None:
            return "—"
        scaled = measure.value * 100 if self.unit == "%" else measure.value
        return f"{round_half_up(scaled, '0.01'):,} {self.unit}"


indicators: Registry[Indicator] = Registry()


def declare(indicator: Indicator) -> Indicator:
    """Add an indicator to the registry; see Indicator for what its fields mean."""
    return indicators.add(indicator)

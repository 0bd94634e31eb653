"""How a figure becomes a score, scores a total, and a total a grade. Pure: no database, no clock.

The curves are those of the department's appraisal rules; every score is 0 to 120 with two decimals,
rounded half-up, because that is what the printed form shows and what pay is computed from.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from zhanggui.core.money import round_half_up

CENT = "0.01"
ZERO, FULL, MOST = Decimal(0), Decimal(100), Decimal(120)
EVENTS_AT_MOST = Decimal(10)
RATED = {5: Decimal(110), 4: Decimal(100), 3: Decimal(85), 2: Decimal(70), 1: Decimal(40)}
# Half-open: the grade of the first bound that the printed total reaches.
GRADES = (
    (Decimal(105), "A", Decimal("1.20")),
    (Decimal(95), "B+", Decimal("1.10")),
    (Decimal(85), "B", Decimal("1.00")),
    (Decimal(75), "C", Decimal("0.90")),
    (Decimal(60), "D", Decimal("0.80")),
    (ZERO, "E", Decimal("0.60")),
)
# A score as far off as this wants a word of explanation.
LOW, HIGH = Decimal(60), Decimal(110)

Curve = Mapping[str, Any]


@dataclass(frozen=True)
class Grade:
    """A letter and what it multiplies the performance base by."""

    letter: str
    coefficient: Decimal


@dataclass(frozen=True)
class Scored:
    """One line of a form: weights in hundredths of a per cent point, `score` None when n/a."""

    section: str
    weight: int
    score: Decimal | None


class CannotTotalError(Exception):
    """A whole section of a form could not be measured: somebody must decide what to do."""


def _number(curve: Curve, name: str, default: str) -> Decimal:
    return Decimal(str(curve.get(name, default)))


def _ratio(curve: Curve, ratio: Decimal) -> Decimal:
    if ratio < _number(curve, "cut", "60"):
        return ZERO
    return min(ratio, _number(curve, "cap", "120"))


def _ratio_up(curve: Curve, value: Decimal, target: Decimal) -> Decimal:
    return _ratio(curve, value / target * 100)


def _ratio_down(curve: Curve, value: Decimal, target: Decimal) -> Decimal:
    return _ratio(curve, target / value * 100) if value else _number(curve, "cap", "120")


def _steps(curve: Curve, gap: Decimal) -> Decimal:
    if gap <= 0:
        return FULL
    steps = gap / _number(curve, "unit", "1")
    if not curve.get("proportional"):
        steps = Decimal(int(steps))
    return max(ZERO, FULL - steps * _number(curve, "points", "2"))


def _step_up(curve: Curve, value: Decimal, target: Decimal) -> Decimal:
    return _steps(curve, target - value)


def _step_down(curve: Curve, value: Decimal, target: Decimal) -> Decimal:
    return _steps(curve, value - target)


def _band(curve: Curve, value: Decimal, _target: Decimal) -> Decimal:
    bands = sorted(curve["bands"], key=lambda band: Decimal(str(band[0])), reverse=True)
    for bound, score in bands:
        if value >= Decimal(str(bound)):
            return Decimal(str(score))
    return _number(curve, "floor", "0")


def _knots(curve: Curve, value: Decimal, _target: Decimal) -> Decimal:
    knots = [(Decimal(str(x)), Decimal(str(y))) for x, y in curve["knots"]]
    if value <= knots[0][0]:
        return knots[0][1]
    for (x1, y1), (x2, y2) in pairwise(knots):
        if value <= x2:
            return y1 + (y2 - y1) * (value - x1) / (x2 - x1)
    return knots[-1][1]


def _count_down(curve: Curve, value: Decimal, _target: Decimal) -> Decimal:
    return max(ZERO, FULL - value * _number(curve, "each", "5"))


def _rated(_curve: Curve, value: Decimal, _target: Decimal) -> Decimal:
    return RATED[int(value)]


CURVES: dict[str, Callable[[Curve, Decimal, Decimal], Decimal]] = {
    "ratio_up": _ratio_up,
    "ratio_down": _ratio_down,
    "step_up": _step_up,
    "step_down": _step_down,
    "band": _band,
    "knots": _knots,
    "count_down": _count_down,
    "rated": _rated,
}


def score(curve: Curve, *, value: Decimal, target: Decimal = ZERO) -> Decimal:
    """Return the score that a value earns on a curve, 0.00 to 120.00.

    `curve` is {"kind": …} with the parameters of its kind; value and target are in the unit that
    the form shows (per cent as 98.5, seconds, pieces).

    :raises KeyError: if no such curve exists, or a rating is not 1 to 5
    """
    earned = CURVES[str(curve["kind"])](curve, value, target)
    return round_half_up(min(max(earned, ZERO), MOST), CENT)


def effective_weights(lines: Sequence[Scored]) -> list[Decimal]:
    """Share the weight of what could not be measured among the rest of its section.

    :raises CannotTotalError: if nothing of a section could be measured
    """
    weights = []
    for line in lines:
        section = [other for other in lines if other.section == line.section]
        whole = sum(other.weight for other in section)
        measured = sum(other.weight for other in section if other.score is not None)
        if not measured:
            raise CannotTotalError(line.section)
        share = Decimal(line.weight) * whole / measured / 100
        weights.append(share if line.score is not None else ZERO)
    return weights


def base_of(lines: Sequence[Scored]) -> Decimal:
    """Return Σ weight × score / 100, with two decimals.

    :raises CannotTotalError: as effective_weights()
    """
    weights = effective_weights(lines)
    earned = sum(
        (weight * (line.score or ZERO) for weight, line in zip(weights, lines, strict=True)), ZERO
    )
    return round_half_up(earned / 100, CENT)


def total_of(base: Decimal, *, events: Decimal = ZERO, cap: Decimal | None = None) -> Decimal:
    """Add the events (±10 at the most) to the base; a veto caps what comes out; 0 to 120."""
    bounded = min(max(events, -EVENTS_AT_MOST), EVENTS_AT_MOST)
    total = min(max(base + bounded, ZERO), MOST)
    return total if cap is None else min(total, cap)


def grade_of(total: Decimal) -> Grade:
    """Return the grade of a total as printed: 94.995 prints 95.00 and is a B+."""
    printed = round_half_up(total, CENT)
    return next(
        Grade(letter, coefficient) for bound, letter, coefficient in GRADES if printed >= bound
    )


def wants_comment(score: Decimal) -> bool:
    """Say whether a rating is far enough off to need a word of explanation."""
    return score <= LOW or score >= HIGH


def by_workdays(parts: Sequence[tuple[int, Decimal]]) -> Decimal:
    """Join the totals of a month that was worked in several seats, by the workdays in each."""
    days = sum(day for day, _total in parts)
    return round_half_up(sum((day * total for day, total in parts), ZERO) / days, CENT)

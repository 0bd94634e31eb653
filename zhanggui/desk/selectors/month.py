"""How somebody's month goes so far: the indicators of their duties against the form's goals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhanggui.appraisal import rules
from zhanggui.appraisal.models import FormTemplate
from zhanggui.core.metrics import DEPARTMENT, Indicator, Measure, indicators
from zhanggui.core.money import round_half_up
from zhanggui.core.periods import Month
from zhanggui.org.models import Duty, User

Line = Mapping[str, Any]


@dataclass(frozen=True)
class Figure:
    """One indicator so far this month, with its goal and the score that it would earn now."""

    indicator: Indicator
    shown: str
    n: int
    goal: str = ""
    score: Decimal | None = None
    weight: int = 0

    @property
    def reached(self) -> int:
        """How full the meter is: the score, of 100."""
        return min(100, int(self.score)) if self.score is not None else 0

    @property
    def tone(self) -> str:
        if self.score is None or self.score >= rules.FULL:
            return "good"
        return "warn" if self.score >= rules.LOW else "late"


@dataclass(frozen=True)
class Standing:
    """The score of the month as it would be now, over what is measured, and the next grade."""

    total: Decimal
    grade: str
    next_grade: str
    next_bound: Decimal | None
    n: int


def figures_of(user: User, duties: Sequence[Duty], month: Month) -> list[Figure]:
    """Measure this month's indicators of a person's duties, those of their form with its goals."""
    codes = {duty.code for duty in duties}
    named = {code for duty in duties for code in duty.measures}
    lines = _lines(user, month)
    return [
        _figure(indicator, user.pk, month, lines.get(indicator.code))
        for indicator in indicators
        if indicator.per_person
        and (codes & set(indicator.duties) or indicator.code in named or indicator.code in lines)
    ]


def figures_of_department(user: User, month: Month) -> list[Figure]:
    """Measure this month's indicators of the whole department, with the goals of one's form."""
    lines = _lines(user, month)
    shared = [indicator for indicator in indicators if not indicator.per_person]
    return [_figure(one, DEPARTMENT, month, lines.get(one.code)) for one in shared]


def standing_of(figures: Sequence[Figure]) -> Standing | None:
    """Add up what is measured by its weights; None while nothing on the form is measured."""
    scored = [figure for figure in figures if figure.score is not None and figure.weight]
    whole = sum(figure.weight for figure in scored)
    if not whole:
        return None
    earned = sum((f.score * f.weight for f in scored if f.score is not None), Decimal(0))
    total = round_half_up(earned / whole, rules.CENT)
    above = [(bound, letter) for bound, letter, _factor in rules.GRADES if bound > total]
    bound, letter = min(above) if above else (None, "")
    return Standing(total, rules.grade_of(total).letter, letter, bound, sum(f.n for f in scored))


def _lines(user: User, month: Month) -> dict[str, Line]:
    """Read what the form of the person's position asks this month, by indicator."""
    template = (
        FormTemplate.objects.filter(position__code=user.acting_as, valid_from__lte=month.first)
        .order_by("-version")
        .first()
    )
    return {line["code"]: line for line in template.lines} if template else {}


def _figure(indicator: Indicator, user_id: int, month: Month, line: Line | None) -> Figure:
    measure = indicator.measure(month, [user_id]).get(user_id)
    shown, n = indicator.shown(measure), measure.n if measure else 0
    if line is None:
        return Figure(indicator, shown, n)
    sign = {"step_down": "≤ ", "ratio_down": "≤ "}.get(line["curve"]["kind"], "")
    return Figure(
        indicator,
        shown,
        n,
        goal=f"{sign}{line['target']} {indicator.unit}" if line.get("target") else "",
        score=_score(indicator, measure, line),
        weight=int(line["weight"]),
    )


def _score(indicator: Indicator, measure: Measure | None, line: Line) -> Decimal | None:
    if measure is None or measure.value is None or measure.n < indicator.min_n:
        return None
    value = round_half_up(measure.value * (100 if indicator.unit == "%" else 1), "0.01")
    target = Decimal(str(line.get("target") or 0))
    if not target and line["curve"]["kind"].startswith("ratio"):
        return None
    return rules.score(line["curve"], value=value, target=target)

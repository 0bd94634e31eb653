"""How my month goes: what is measured is scored as the form will score it."""

from decimal import Decimal

import pytest

from zhanggui.core.metrics import Direction, Indicator, Measure
from zhanggui.core.periods import Month
from zhanggui.desk.selectors.month import Figure, _figure, standing_of

NOVEMBER = Month(2026, 11)
STEP_UP = {"kind": "step_up", "unit": 1, "points": 5, "proportional": True}


def indicator(measured):
    return Indicator(
        code="test.rate",
        label="On time",
        unit="%",
        direction=Direction.UP,
        formula="",
        duties=(),
        measure=lambda _month, people: dict.fromkeys(people, measured),
        rows=lambda _month, _user: (),
    )


def line(target="98", curve=STEP_UP):
    return {"code": "test.rate", "target": target, "curve": curve, "weight": 1500}


def measured(up, down):
    return Measure(Decimal(up), Decimal(down), down)


def test_a_figure_below_its_goal_is_amber_and_scored_on_its_curve():
    figure = _figure(indicator(measured(97, 100)), 1, NOVEMBER, line())

    assert (figure.shown, figure.goal, figure.score) == ("97.00 %", "98 %", Decimal("95.00"))
    assert (figure.reached, figure.tone) == (95, "warn")


def test_a_figure_that_nobody_measured_has_a_goal_and_no_score():
    figure = _figure(indicator(Measure(Decimal(0), Decimal(0), 0)), 1, NOVEMBER, line())

    assert (figure.shown, figure.score, figure.reached) == ("—", None, 0)


def test_a_figure_that_is_not_on_the_form_has_no_goal():
    assert _figure(indicator(measured(97, 100)), 1, NOVEMBER, None).goal == ""


@pytest.mark.parametrize(
    ("scores", "total", "next_grade"),
    [((100, 80), "90.00", "B+"), ((120, 120), "120.00", ""), ((20,), "20.00", "D")],
)
def test_the_standing_is_the_weighted_score_of_what_is_measured(scores, total, next_grade):
    figures = [
        Figure(indicator(None), "", 3, score=Decimal(score), weight=1000) for score in scores
    ]
    figures.append(Figure(indicator(None), "", 0, score=None, weight=9000))

    standing = standing_of(figures)

    assert (str(standing.total), standing.next_grade) == (total, next_grade)
    assert standing.n == 3 * len(scores)


def test_there_is_no_standing_while_nothing_is_measured():
    assert standing_of([Figure(indicator(None), "", 0, weight=1000)]) is None

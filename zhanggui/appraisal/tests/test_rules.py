from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.appraisal.rules import (
    CURVES,
    CannotTotalError,
    Scored,
    base_of,
    by_workdays,
    grade_of,
    score,
    total_of,
)

UP = {"kind": "ratio_up", "cut": 60, "cap": 120}
DOWN = {"kind": "ratio_down", "cut": 60, "cap": 120}
STEP_UP = {"kind": "step_up", "unit": 1, "points": 2}
STEP_DOWN = {"kind": "step_down", "unit": "0.1", "points": 10}
BAND = {"kind": "band", "bands": [[55, 100], [50, 80], [45, 60]], "floor": 40}
KNOTS = {"kind": "knots", "knots": [[0, 0], [80, 60], [100, 100], [120, 110]]}


@pytest.mark.parametrize(
    ("curve", "target", "value", "expected"),
    [
        (UP, "100", "130", "120.00"),
        (UP, "100", "100", "100.00"),
        (UP, "100", "92", "92.00"),
        (UP, "100", "60", "60.00"),
        (UP, "100", "59.99", "0.00"),
        (DOWN, "30", "20", "120.00"),
        (DOWN, "30", "30", "100.00"),
        (DOWN, "30", "42", "71.43"),
        (DOWN, "30", "50", "60.00"),
        (DOWN, "30", "51", "0.00"),
        (DOWN, "30", "0", "120.00"),
        (STEP_UP, "98", "98", "100.00"),
        (STEP_UP, "98", "97.5", "100.00"),
        (STEP_UP, "98", "97", "98.00"),
        (STEP_UP, "98", "96.99", "98.00"),
        (STEP_UP, "98", "40", "0.00"),
        (STEP_UP | {"proportional": True}, "98", "97.5", "99.00"),
        (STEP_DOWN, "1.0", "1.05", "100.00"),
        (STEP_DOWN, "1.0", "1.4", "60.00"),
        (STEP_DOWN, "1.0", "2.5", "0.00"),
        (BAND, "0", "55", "100.00"),
        (BAND, "0", "54.99", "80.00"),
        (BAND, "0", "45", "60.00"),
        (BAND, "0", "44.99", "40.00"),
        (KNOTS, "0", "40", "30.00"),
        (KNOTS, "0", "90", "80.00"),
        (KNOTS, "0", "110", "105.00"),
        (KNOTS, "0", "130", "110.00"),
        ({"kind": "count_down", "each": 5}, "0", "7", "65.00"),
        ({"kind": "count_down", "each": 5}, "0", "20", "0.00"),
        ({"kind": "count_down", "each": 5}, "0", "30", "0.00"),
        ({"kind": "rated"}, "0", "5", "110.00"),
        ({"kind": "rated"}, "0", "4", "100.00"),
        ({"kind": "rated"}, "0", "3", "85.00"),
        ({"kind": "rated"}, "0", "2", "70.00"),
        ({"kind": "rated"}, "0", "1", "40.00"),
    ],
)
def test_a_value_earns(curve, target, value, expected):
    earned = score(curve, value=Decimal(value), target=Decimal(target))

    assert earned == Decimal(expected)


FORM = [(15, "92.00"), (10, "100"), (5, "60"), (20, "80"), (10, "105.00"), (15, "115.38"),
        (10, "100"), (5, "90"), (10, "100")]  # fmt: skip


def lines(na=()):
    return [
        Scored(
            "position" if n > 2 else "common", weight * 100, None if n in na else Decimal(points)
        )
        for n, (weight, points) in enumerate(FORM)
    ]


def test_a_whole_form():
    base = base_of(lines())
    total = total_of(base, events=Decimal(2) - 1)

    assert (base, total) == (Decimal("95.11"), Decimal("96.11"))
    assert grade_of(total).letter == "B+"
    assert 1000 * grade_of(total).coefficient == Decimal("1100.00")


def test_a_veto_caps_the_total():
    total = total_of(base_of(lines()), events=Decimal(1), cap=Decimal("74.99"))

    assert (total, grade_of(total).coefficient) == (Decimal("74.99"), Decimal("0.80"))


def test_the_weight_of_what_was_not_measured_goes_to_its_section():
    base = base_of(lines(na={3}))

    assert (base, total_of(base, events=Decimal(1))) == (Decimal("100.03"), Decimal("101.03"))


def test_a_section_without_any_figure_cannot_be_totalled():
    with pytest.raises(CannotTotalError, match="common"):
        base_of(lines(na={0, 1, 2}))


def test_a_month_in_two_seats_is_joined_by_workdays():
    assert by_workdays([(10, Decimal("96.11")), (12, Decimal("88.00"))]) == Decimal("91.69")


@pytest.mark.parametrize(
    ("total", "letter"),
    [
        ("120", "A"), ("105", "A"), ("104.99", "B+"), ("95", "B+"), ("94.995", "B+"),
        ("94.99", "B"), ("85", "B"), ("84.99", "C"), ("75", "C"), ("74.99", "D"), ("60", "D"),
        ("59.99", "E"), ("0", "E"),
    ],
)  # fmt: skip
def test_a_total_has_one_grade(total, letter):
    assert grade_of(Decimal(total)).letter == letter


MONOTONE = [UP, DOWN, STEP_UP, STEP_DOWN, BAND, KNOTS, {"kind": "count_down", "each": 5}]
LOWER_IS_BETTER = {"ratio_down", "step_down", "count_down"}


@pytest.mark.parametrize("curve", MONOTONE, ids=lambda curve: curve["kind"])
@given(a=st.integers(0, 15000), b=st.integers(0, 15000))
def test_a_better_value_never_earns_less(curve, a, b):
    worse, better = sorted((Decimal(a) / 100, Decimal(b) / 100))
    if curve["kind"] in LOWER_IS_BETTER:
        worse, better = better, worse

    first = score(curve, value=worse, target=Decimal(50))
    second = score(curve, value=better, target=Decimal(50))

    assert 0 <= first <= second <= 120


def test_each_curve_is_tried_here():
    assert {curve["kind"] for curve in MONOTONE} | {"rated"} == set(CURVES)

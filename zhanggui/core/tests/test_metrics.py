from decimal import Decimal

import pytest

from zhanggui.core.metrics import Direction, Indicator, Measure
from zhanggui.core.registry import Registry


@pytest.fixture
def on_time():
    return Indicator(
        code="test.on_time",
        label="按时率",
        unit="%",
        direction=Direction.UP,
        formula="on time ÷ due",
        duties=("SG-08",),
        measure=lambda _month, _people: {},
        rows=lambda _month, _person: [],
    )


def test_a_rate_is_shown_in_per_cent(on_time):
    assert on_time.shown(Measure(Decimal(199), Decimal(200), 200)) == "99.50 %"


def test_nothing_measured_is_shown_as_a_dash(on_time):
    assert on_time.shown(None) == on_time.shown(Measure(Decimal(0), Decimal(0), 0)) == "—"


def test_two_things_under_one_code_stop_the_start(on_time):
    registry = Registry()
    registry.add(on_time)

    with pytest.raises(ValueError, match="declared twice"):
        registry.add(on_time)

from datetime import UTC, date, datetime, timedelta

import pytest

from zhanggui.core.periods import SHANGHAI, Month, Week, day_bounds, day_of


def test_a_month_starts_at_shanghai_midnight():
    start, end = Month(2026, 11).bounds

    assert start == datetime(2026, 10, 31, 16, tzinfo=UTC)
    assert end == datetime(2026, 11, 30, 16, tzinfo=UTC)


def test_the_last_moment_belongs_and_the_end_does_not():
    start, end = Month(2026, 12).bounds

    assert Month.of(end - timedelta(microseconds=1)) == Month(2026, 12)
    assert Month.of(end) == Month(2027, 1)
    assert Month.of(start) == Month(2026, 12)


def test_months_follow_each_other_over_the_year():
    assert Month(2026, 12).next == Month(2027, 1)
    assert Month(2027, 1).previous == Month(2026, 12)
    assert str(Month(2027, 1)) == "2027-01"
    assert len(list(Month(2028, 2).days())) == 29


@pytest.mark.parametrize("text", ["2026-13", "2026", "x", "2026-00"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        Month.parse(text)


def test_a_week_is_an_iso_week():
    assert Week.of(date(2027, 1, 1)) == Week(2026, 53)
    assert Week(2026, 53).first == date(2026, 12, 28)
    assert str(Week.of(date(2026, 11, 24))) == "2026-W48"


def test_late_evening_in_utc_is_the_next_day_in_shanghai():
    assert day_of(datetime(2026, 11, 23, 16, 30, tzinfo=UTC)) == date(2026, 11, 24)
    assert day_bounds(date(2026, 11, 24))[0] == datetime(2026, 11, 24, tzinfo=SHANGHAI)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        day_of(datetime(2026, 11, 24))

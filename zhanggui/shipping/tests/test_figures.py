"""Indicators and queues: exact figures, and the rows that they open down to."""

from datetime import timedelta

import pytest
from django.utils import timezone
from zeal import zeal_ignore

from zhanggui.core.metrics import DEPARTMENT, indicators
from zhanggui.core.periods import Month
from zhanggui.core.queues import queues
from zhanggui.orders.models import Order
from zhanggui.orders.tests.trade import NOON, told_order
from zhanggui.shipping.models import Parcel
from zhanggui.shipping.selectors import Entry
from zhanggui.shipping.services import correct_number, enter_tracking, make_dispatch_file
from zhanggui.shipping.tests.conftest import take_in

pytestmark = pytest.mark.django_db
NOVEMBER, DECEMBER = Month(2026, 11), Month(2026, 12)


def measured(code, person, month=NOVEMBER):
    """Return (numerator, denominator), having checked that the rows add up to it."""
    indicator = indicators[code]
    measure = indicator.measure(month, [person]).get(person)
    rows = indicator.rows(month, person)
    assert len({row.key for row in rows}) == len(rows)
    if measure is None:
        assert not rows
        return None
    assert sum(row.numerator for row in rows) == measure.numerator
    assert sum(row.denominator for row in rows) == measure.denominator
    return measure.numerator, measure.denominator


@pytest.fixture
def parcels(clerk, shop, goods):
    """Two numbers of the clerk: one in time, one an hour after the promise."""
    take_in(shop, told_order(tid="1"), told_order(tid="2", buyer="b2"))
    Order.objects.filter(number="1").update(ship_by=NOON)
    Order.objects.filter(number="2").update(ship_by=NOON - timedelta(hours=1))
    entries = [Entry("1", "SF1234567890121"), Entry("2", "SF1234567890122")]
    return [v.parcel for v in enter_tracking(entries=entries, by=clerk, at=NOON)]


def test_numbers_entered_in_time_are_counted_for_who_entered_them(parcels, clerk, colleague):
    assert measured("shipping.on_time_rate", clerk.pk) == (1, 2)
    assert measured("shipping.on_time_rate", clerk.pk, DECEMBER) is None
    assert measured("shipping.on_time_rate", colleague.pk) is None


def test_a_corrected_number_is_an_error_of_who_entered_it(parcels, clerk, colleague):
    correct(parcels[0], "SF1234567890123", by=colleague, at=NOON + timedelta(hours=2))

    assert measured("shipping.entry_error_rate", clerk.pk) == (1, 2)
    assert measured("shipping.entry_error_rate", colleague.pk) == (0, 1)
    # The number that mends is nobody's first one.
    assert measured("shipping.on_time_rate", colleague.pk) is None


def test_an_error_found_later_counts_in_the_month_it_is_found(parcels, clerk, colleague):
    correct(parcels[0], "SF1234567890123", by=colleague, at=NOON + timedelta(days=20))

    assert measured("shipping.entry_error_rate", clerk.pk) == (0, 2)
    assert measured("shipping.entry_error_rate", clerk.pk, DECEMBER) == (1, 0)


def correct(parcel, number, *, by, at):
    with zeal_ignore():
        correct_number(
            parcel_id=parcel.pk, number=number, carrier="SF", accepted=False, by=by, at=at
        )


def test_the_department_keeps_its_promises_or_not(parcels, shop, goods):
    take_in(shop, told_order(tid="3", buyer="b3"))  # not shipped, and its promise is over
    take_in(shop, told_order(tid="4", buyer="b4"))  # its promise is still running
    now = timezone.now()
    month = Month.of(now)
    Order.objects.filter(number="3").update(ship_by=max(month.bounds[0], now - timedelta(1)))
    Order.objects.filter(number__in="12").update(ship_by=max(month.bounds[0], NOON))
    Order.objects.filter(number="4").update(ship_by=month.bounds[1] - timedelta(seconds=1))

    found = measured("shipping.on_time_dispatch", DEPARTMENT, month)

    assert found == (2, 3)


def test_the_queues_count_what_waits_and_what_is_late(clerk, shop, goods):
    take_in(shop, told_order(tid="1"), told_order(tid="2", buyer="b2"))
    Order.objects.filter(number="1").update(ship_by=NOON)
    Order.objects.filter(number="2").update(ship_by=NOON + timedelta(days=2))
    later = NOON + timedelta(hours=1)

    waiting = queues["shipping.orders_without_number"].waiting(clerk, later)
    assert (waiting.count, waiting.late, waiting.due_at) == (2, 1, NOON)
    enter_tracking(
        entries=[Entry("1", "SF1234567890121"), Entry("2", "SF1234567890122")], by=clerk, at=later
    )

    untold = queues["shipping.parcels_untold"].waiting(clerk, later)
    assert (untold.count, untold.late, untold.due_at) == (2, 1, NOON)
    make_dispatch_file(shop_id=shop.pk, by=clerk, at=later)
    assert queues["shipping.parcels_untold"].waiting(clerk, later).count == 0
    assert queues["shipping.files_unsent"].waiting(clerk, later).count == 1


def test_figures_cost_two_queries_for_any_number_of_people(
    parcels, clerk, django_assert_max_num_queries
):
    people = range(clerk.pk, clerk.pk + 500)

    for code in ("shipping.on_time_rate", "shipping.entry_error_rate"):
        with django_assert_max_num_queries(2):
            indicators[code].measure(NOVEMBER, people)

    assert Parcel.objects.count() == 2

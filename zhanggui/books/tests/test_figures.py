"""Indicators and queues of the books, down to their rows."""

from datetime import datetime, timedelta

import pytest
from zeal import zeal_ignore

from zhanggui.books.search import find
from zhanggui.books.services import post_sales, reverse_voucher, sign_day
from zhanggui.books.tests.conftest import DAY, shipped
from zhanggui.core.metrics import indicators
from zhanggui.core.periods import SHANGHAI, Month, day_of
from zhanggui.core.queues import queues
from zhanggui.orders.tests.trade import NOON, TWO, told_order

pytestmark = pytest.mark.django_db
NOVEMBER, DECEMBER = Month(2026, 11), Month(2026, 12)


def measured(code, person, month=NOVEMBER):
    """Return (numerator, denominator), having checked that the rows add up to it."""
    measure = indicators[code].measure(month, [person]).get(person)
    rows = indicators[code].rows(month, person)
    if measure is None:
        assert not rows
        return None
    assert sum(row.numerator for row in rows) == measure.numerator
    assert sum(row.denominator for row in rows) == measure.denominator
    return measure.numerator, measure.denominator


@pytest.fixture
def vouchers(clerk, shop, goods):
    """Two orders that left at noon: one posted at two, one on the next day."""
    orders = shipped(shop, told_order(tid="1"), told_order(tid="2", buyer="b2"))
    return [
        post_sales(order_ids=[order.pk], by=clerk, at=at)[0].voucher
        for order, at in zip(orders, (TWO, NOON + DAY), strict=True)
    ]


def test_entries_of_the_same_day_are_in_time(vouchers, clerk, colleague):
    assert measured("books.entry_timeliness", clerk.pk) == (1, 2)
    assert measured("books.entry_timeliness", colleague.pk) is None


def test_a_wrong_entry_counts_against_who_made_it_when_it_is_found(vouchers, clerk, colleague):
    with zeal_ignore():
        for voucher, at in zip(vouchers, (NOON + 2 * DAY, NOON + 20 * DAY), strict=True):
            reverse_voucher(voucher_id=voucher.pk, note="录错", by=colleague, at=at)

    assert measured("books.entry_error_rate", clerk.pk) == (1, 2)
    assert measured("books.entry_error_rate", clerk.pk, DECEMBER) == (1, 0)
    assert measured("books.entry_error_rate", colleague.pk) is None


def test_posting_anew_is_work_of_no_one(vouchers, clerk, colleague):
    with zeal_ignore():
        reverse_voucher(voucher_id=vouchers[0].pk, note="录错", by=colleague, at=NOON + 2 * DAY)
        post_sales(order_ids=[vouchers[0].document_id], by=colleague, at=NOON + 2 * DAY)

    assert measured("books.entry_timeliness", colleague.pk) is None
    assert measured("books.entry_error_rate", colleague.pk) == (0, 1)


def test_the_queues_count_orders_to_post_and_days_to_sign(clerk, shop, order):
    evening, tomorrow = NOON + timedelta(hours=8), NOON + DAY
    midnight = datetime(2026, 11, 21, tzinfo=SHANGHAI)

    waiting = queues["books.orders_unposted"].waiting(clerk, evening)
    assert (waiting.count, waiting.late, waiting.due_at) == (1, 0, midnight)
    assert queues["books.orders_unposted"].waiting(clerk, tomorrow).late == 1

    days = queues["books.days_unsigned"]
    assert days.waiting(clerk, evening).count == 0
    assert (days.waiting(clerk, tomorrow).count, days.waiting(clerk, tomorrow).late) == (1, 0)
    assert days.waiting(clerk, NOON + 2 * DAY).late == 1
    post_sales(order_ids=[order.pk], by=clerk, at=evening)
    sign_day(shop_id=shop.pk, day=day_of(NOON), by=clerk, at=tomorrow)
    assert days.waiting(clerk, tomorrow).count == 0


def test_search_finds_a_voucher_by_what_accountants_call_it(vouchers, clerk):
    [hit] = find(clerk, "记-2", 5)

    assert hit.label == "2026-11 记-0002"
    assert find(clerk, "2", 5) == []

from datetime import date

import pytest
from zeal import zeal_ignore

from zhanggui.books.models import DayClose, Period, Voucher
from zhanggui.books.selectors import balance, days_to_sign
from zhanggui.books.services import (
    CannotCloseError,
    close_period,
    post_sales,
    reopen_period,
    sign_day,
)
from zhanggui.books.tests.conftest import DAY, shipped
from zhanggui.core.periods import Month
from zhanggui.orders.models import OrderLine
from zhanggui.orders.services.taking_back import take_back_shipping
from zhanggui.orders.tests.trade import NOON, TWO, told_order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
FRIDAY = date(2026, 11, 20)
NEXT_DAY = NOON + DAY


@pytest.fixture
def posted(clerk, order):
    [posted] = post_sales(order_ids=[order.pk], by=clerk, at=TWO)
    return posted


def sign(clerk, shop, at=NEXT_DAY):
    with zeal_ignore():
        return sign_day(shop_id=shop.pk, day=FRIDAY, by=clerk, at=at)


def close(clerk, *, at):
    with zeal_ignore():
        return close_period(month=Month(2026, 11), by=clerk, at=at)


def differences(shop):
    found = balance(shop, FRIDAY)
    return [(str(d.what), d.shipped_fen, d.posted_fen) for d in found.differences]


def test_a_day_whose_orders_are_posted_agrees_and_is_signed(clerk, shop, posted):
    close = sign(clerk, shop)

    assert (close.orders, close.shipped_fen, close.posted_fen) == (1, 128_800, 128_800)
    assert close.signed_by == clerk
    assert days_to_sign(clerk, now=NEXT_DAY) == []


def test_an_unposted_order_is_a_difference_and_stops_the_signature(clerk, shop, order):
    assert differences(shop) == [("Shipped, not posted", 128_800, 0)]
    assert days_to_sign(clerk, now=NEXT_DAY) == [(FRIDAY, shop.pk, 1)]

    with pytest.raises(CannotCloseError, match="1 orders"):
        sign(clerk, shop)

    assert not DayClose.objects.exists()


def test_an_amount_that_changed_is_a_difference(shop, posted):
    OrderLine.objects.update(paid_fen=120_000)

    assert differences(shop) == [("The amounts differ", 120_000, 128_800)]


def test_a_shipment_taken_back_is_a_difference(clerk, shop, order, posted):
    take_back_shipping(order_id=order.pk, by=clerk, at=TWO)

    assert differences(shop) == [("Posted, no longer shipped", 0, 128_800)]


def test_a_day_is_signed_once_and_when_it_is_over(clerk, shop, posted):
    with pytest.raises(CannotCloseError, match="when it is over"):
        sign(clerk, shop, at=TWO)
    sign(clerk, shop)
    with pytest.raises(CannotCloseError, match="signed already"):
        sign(clerk, shop)

    assert DayClose.objects.count() == 1


def test_a_month_closes_when_its_days_are_signed_and_opens_again(clerk, shop, posted):
    november, december = Month(2026, 11), NOON + 12 * DAY
    with pytest.raises(CannotCloseError, match="1 days"):
        close(clerk, at=december)
    sign(clerk, shop)

    period = close(clerk, at=december)
    assert (period.closed_by, period.closed_at) == (clerk, december)
    with pytest.raises(CannotCloseError, match="closed already"):
        close(clerk, at=december)

    reopen_period(month=november, by=clerk, at=december)
    assert Period.objects.get().closed_at is None


def test_a_month_that_is_not_over_stays_open(clerk):
    with pytest.raises(CannotCloseError, match="when it is over"):
        close(clerk, at=NOON)


def test_the_comparison_of_a_day_costs_the_same_for_any_number_of_orders(
    clerk, shop, goods, django_assert_num_queries
):
    orders = shipped(shop, *(told_order(tid=f"9{n:04d}", buyer=f"b{n}") for n in range(30)))
    post_sales(order_ids=[o.pk for o in orders], by=clerk, at=TWO)

    with django_assert_num_queries(7):
        assert balance(shop, FRIDAY).agrees

    assert Voucher.objects.count() == 30

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from zhanggui.books.models import (
    AppendOnlyError,
    DayClose,
    Period,
    Voucher,
    VoucherLine,
    VoucherState,
)
from zhanggui.books.selectors import draft_sales, unposted
from zhanggui.books.services import post_sales
from zhanggui.books.tests.conftest import DAY, shipped
from zhanggui.catalog.models import Sku
from zhanggui.journal.models import Entry
from zhanggui.orders.models import Order, OrderLine
from zhanggui.orders.services import receive_orders
from zhanggui.orders.tests.trade import NINE, NOON, TWO, told_line, told_order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def post(clerk, *orders, at=TWO):
    return post_sales(order_ids=[order.pk for order in orders], by=clerk, at=at)


def book_lines(voucher):
    lines = voucher.lines.select_related("account").order_by("pk")
    return [(line.account.code, line.debit_fen, line.credit_fen) for line in lines]


def test_a_shipped_order_makes_one_balanced_voucher(clerk, order, goods):
    [posted] = post(clerk, order)

    voucher = Voucher.objects.get()
    assert posted.voucher == voucher
    assert book_lines(voucher) == [
        ("1122", 128_800, 0),
        ("5001", 0, 113_982),
        ("222101", 0, 14_818),
        ("5401", 64_400, 0),
        ("1405", 0, 64_400),
    ]
    assert (voucher.number, voucher.date, voucher.made_by) == (1, date(2026, 11, 20), clerk)
    assert (voucher.debit_fen, voucher.credit_fen) == (193_200, 193_200)
    assert Entry.objects.get(action="books.sale_posted").facts["receivable_fen"] == 128_800


def test_posting_twice_is_posting_once(clerk, colleague, order):
    [first] = post(clerk, order)

    [again] = post(colleague, order, at=NOON + DAY)

    assert again.voucher == first.voucher
    assert Voucher.objects.get().made_by == clerk
    assert VoucherLine.objects.count() == 5


def test_what_is_not_shipped_stays_and_what_is_good_goes(clerk, shop, order):
    receive_orders([told_order(tid="777")], shop=shop, by=None, at=NINE)
    waiting = Order.objects.get(number="777")

    results = {posted.order.number: posted for posted in post(clerk, order, waiting)}

    assert results["777"].problem == "The order is not shipped"
    assert results[order.number].voucher.state == VoucherState.LIVE
    assert not unposted(clerk).exists()


def test_numbers_run_without_gaps_within_a_month(clerk, shop, goods):
    november = shipped(shop, *(told_order(tid=f"11{n}", buyer=f"b{n}") for n in range(3)))
    december = shipped(shop, told_order(tid="121"), at=NOON + 12 * DAY)

    post(clerk, *november, *december, at=NOON + 12 * DAY)

    assert list(Voucher.objects.order_by("pk").values_list("period__first_day", "number")) == [
        (date(2026, 11, 1), 1),
        (date(2026, 11, 1), 2),
        (date(2026, 11, 1), 3),
        (date(2026, 12, 1), 1),
    ]


def test_a_late_voucher_bears_today_once_its_day_is_signed(clerk, order):
    DayClose.objects.create(
        shop=order.shop,
        day=date(2026, 11, 20),
        orders=0,
        shipped_fen=0,
        posted_fen=0,
        signed_by=clerk,
        signed_at=NOON,
    )

    [posted] = post(clerk, order, at=NOON + DAY)

    assert posted.voucher.date == date(2026, 11, 21)


def test_a_closed_month_refuses(clerk, order):
    Period.objects.create(first_day=date(2026, 11, 1), closed_at=NOON, closed_by=clerk)

    [posted] = post(clerk, order)

    assert posted.problem == "Neither its day nor today takes vouchers any more"
    assert not Voucher.objects.exists()


def test_the_cost_is_what_the_stock_moves_say(clerk, order):
    Sku.objects.update(cost_fen=99_999)

    [posted] = post(clerk, order)

    assert ("5401", 64_400, 0) in book_lines(posted.voucher)


def test_an_unknown_cost_is_a_warning(shop, goods):
    Sku.objects.update(cost_fen=0)
    [order] = shipped(shop, told_order(tid="1"))

    [draft] = draft_sales([order])

    assert draft.warnings == ["The cost of HS-3301 is not known"]
    assert draft.receivable_fen == 128_800


def test_a_refunded_line_is_not_sold(clerk, shop, goods):
    [order] = shipped(shop, told_order(told_line(), told_line(quantity=2), tid="1"))
    OrderLine.objects.filter(order=order, quantity=2).update(is_closed=True)

    [posted] = post(clerk, order)

    assert posted.voucher.receivable_fen == 128_800


def test_two_hundred_sales_cost_as_many_queries_as_two(
    clerk, shop, goods, django_assert_max_num_queries
):
    told = [told_order(tid=f"30286894180862{n:05d}", buyer=f"b{n}") for n in range(200)]
    orders = shipped(shop, *told)

    with django_assert_max_num_queries(35):
        posted = post(clerk, *orders)

    assert all(one.voucher for one in posted)


def test_the_database_refuses_a_second_live_voucher_and_one_that_does_not_balance(clerk, order):
    [posted] = post(clerk, order)
    voucher = posted.voucher

    voucher.pk, voucher.number = None, 99
    with pytest.raises(IntegrityError), transaction.atomic():
        Voucher.objects.bulk_create([voucher])
    voucher.document_id, voucher.debit_fen = 0, voucher.credit_fen + 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Voucher.objects.bulk_create([voucher])

    assert Voucher.objects.count() == 1


def test_what_is_posted_is_never_changed_or_deleted(clerk, order):
    [posted] = post(clerk, order)
    voucher, line = posted.voucher, VoucherLine.objects.first()

    for act in (
        voucher.save,
        voucher.delete,
        Voucher.objects.all().delete,
        lambda: Voucher.objects.update(receivable_fen=1),
        line.save,
        line.delete,
        VoucherLine.objects.all().delete,
        lambda: VoucherLine.objects.update(debit_fen=1),
    ):
        with pytest.raises(AppendOnlyError), transaction.atomic():
            act()

    assert Voucher.objects.get().receivable_fen == 128_800


@pytest.mark.parametrize("table", ["books_voucher", "books_voucherline"])
def test_the_database_itself_refuses_to_change_what_is_posted(clerk, order, table):
    post(clerk, order)

    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        # The names are the two above.
        cursor.execute(f"UPDATE {table} SET debit_fen = 1, credit_fen = 1")  # noqa: S608

    assert Voucher.objects.get().debit_fen == 193_200

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhanggui.customers.models import Contact, Customer
from zhanggui.inventory.models import StockLevel
from zhanggui.journal.models import Entry
from zhanggui.orders.models import HoldKind, Order, OrderHold, OrderLine, RawLine, RawOrder
from zhanggui.orders.services import receive_orders
from zhanggui.orders.tests.trade import (
    NINE,
    NOON,
    TID,
    TWO,
    make_shop,
    make_sku,
    stock_up,
    told_line,
    told_order,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def sku():
    sku = make_sku()
    stock_up(sku, 5)
    return sku


def receive(shop, *orders, at=NOON, **given):
    return receive_orders(orders, shop=shop, by=None, at=at, **given)


def level(sku):
    [found] = StockLevel.objects.filter(sku=sku).values_list("on_hand", "reserved")
    return found


def holds():
    return list(
        OrderHold.objects.filter(cleared_at=None).order_by("pk").values_list("kind", "detail")
    )


def test_a_paid_order_is_kept_as_received_derived_and_reserved(shop, sku):
    [receipt] = receive(shop, told_order(told_line(quantity=2), buyer_note="请发顺丰"))

    order = Order.objects.get()
    raw = RawOrder.objects.get()
    line = OrderLine.objects.get()
    assert (receipt.outcome, receipt.paid_fen, receipt.holds) == ("NEW", 257_600, ())
    assert (order.number, order.number_tail, order.state) == (TID, "4567", "TO_SHIP")
    assert (order.paid_fen, order.open_holds, order.buyer_note) == (257_600, 0, "请发顺丰")
    assert order.ship_by == NINE + timedelta(hours=48)
    assert (raw.tid, raw.status, raw.data) == (TID, "WAIT_SELLER_SEND_GOODS", {"订单编号": TID})
    assert raw.private == '{"收货人姓名": "林晓芸"}'
    assert (line.sku, line.quantity, line.paid_fen) == (sku, 2, 257_600)
    assert level(sku) == (5, 2)
    assert Entry.objects.filter(action="orders.received", subject_id=order.pk).count() == 1


def test_the_buyer_is_known_once_and_the_receiver_is_sealed(shop, sku):
    receive(shop, told_order(), told_order(tid="3028689418086124568"))

    buyer = Customer.objects.get()
    contact = Contact.objects.get()
    assert (buyer.platform_id, buyer.order_count, buyer.last_order_at) == ("tb_lin88", 2, NINE)
    assert (contact.customer, contact.phone, contact.province) == (buyer, "13912348001", "浙江省")
    with connection.cursor() as cursor:
        cursor.execute("select receiver, phone, address from customers_contact")
        stored = "".join(cursor.fetchone())
    assert not any(text in stored for text in ("林", "139", "温州"))


def test_the_same_order_again_writes_no_row(shop, sku):
    order = told_order()
    receive(shop, order)

    with CaptureQueriesContext(connection) as queries:
        [receipt] = receive(shop, order, at=TWO)

    assert receipt.outcome == "UNCHANGED"
    assert [
        q["sql"] for q in queries if not q["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))
    ] == []


def test_an_unknown_code_holds_the_order_and_invents_nothing(shop, sku):
    [receipt] = receive(shop, told_order(told_line(), told_line("XX-1", price_fen=100)))

    assert receipt.holds == (HoldKind.UNKNOWN_SKU,)
    assert holds() == [("UNKNOWN_SKU", "XX-1")]
    assert Order.objects.get().open_holds == 1
    assert list(OrderLine.objects.order_by("pk").values_list("sku", flat=True)) == [sku.pk, None]
    assert level(sku) == (5, 1)


def test_a_shortage_holds_the_order_that_was_paid_last(shop, sku):
    early = told_order(told_line(quantity=3), tid="3028689418086124001", paid_at=NINE)
    late = told_order(told_line(quantity=3), tid="3028689418086124000", paid_at=NOON)

    receipts = receive(shop, late, early)

    assert [receipt.holds for receipt in receipts] == [(HoldKind.SHORTAGE,), ()]
    assert holds() == [("SHORTAGE", "HS-3301 ×3 (2)")]
    assert level(sku) == (5, 3)


def test_totals_that_differ_hold_the_order(shop, sku):
    receive(shop, told_order(total_fen=128_900, paid_fen=128_900))

    assert holds() == [("AMOUNT", "1,289.00 ≠ 1,288.00")]
    assert sum(OrderLine.objects.values_list("paid_fen", flat=True)) == 128_900


def test_line_shares_add_up_to_what_was_paid(shop, sku):
    stock_up(make_sku("B", 3333), 1)
    stock_up(make_sku("C", 3333), 1)
    lines = (
        told_line(price_fen=3333),
        told_line("B", price_fen=3333),
        told_line("C", price_fen=3333),
    )

    receive(
        shop,
        told_order(*lines, goods_fen=9000, freight_fen=1000, total_fen=10_000, paid_fen=10_000),
    )

    assert sorted(OrderLine.objects.values_list("paid_fen", flat=True)) == [3000, 3000, 3000]
    assert holds() == []


def test_amounts_of_lines_count_with_or_without_the_freight(shop, sku):
    line = told_line(paid_fen=129_600)

    receive(shop, told_order(line, freight_fen=800, total_fen=129_600, paid_fen=129_600))

    assert holds() == []
    assert OrderLine.objects.get().paid_fen == 128_800


def test_an_order_that_ended_before_we_knew_of_it_moves_no_stock(shop, sku):
    receive(shop, told_order(status="TRADE_FINISHED"))

    order = Order.objects.get()
    assert (order.state, order.shipped_at, level(sku)) == ("FINISHED", NINE, (5, 0))
    assert not Entry.objects.filter(action="orders.shipped").exists()


def test_equal_lines_without_numbers_stay_apart(shop, sku):
    receive(shop, told_order(told_line(), told_line()))

    assert list(RawLine.objects.values_list("oid", flat=True)) == [f"{TID}-1", f"{TID}-2"]
    assert level(sku) == (5, 2)


def test_an_unknown_order_without_lines_is_not_made(shop, sku):
    [receipt] = receive(shop, replace(told_order(), lines=()))

    assert receipt.outcome == "NO_LINES"
    assert not RawOrder.objects.exists()


def test_a_masked_receiver_is_an_order_like_any_other(shop, sku):
    receive(shop, told_order(buyer="", receiver="林**", phone="139****8001", oaid="Xy" * 40))

    order, contact = Order.objects.get(), Contact.objects.get()
    assert (order.customer, order.contact, order.can_ship) == (None, contact, True)
    assert contact.is_masked
    assert (contact.phone_hash, bool(contact.phone_tail_hash)) == ("", True)


def test_an_order_without_any_receiver_is_an_order_too(shop, sku):
    receive(shop, told_order(buyer="", receiver="", phone="", address=""))

    assert Order.objects.get().contact is None


def test_an_order_told_twice_in_one_file_is_one_order(shop, sku):
    receipts = receive(shop, told_order(), told_order(status="TRADE_FINISHED"))

    assert [receipt.outcome for receipt in receipts] == ["NEW", "CHANGED"]
    assert Order.objects.get().state == "FINISHED"


def test_more_orders_take_no_more_queries(shop, sku):
    stock_up(sku, 100)
    orders = [told_order(tid=f"30286894180861{i:05}", buyer=f"tb{i}") for i in range(40)]

    with CaptureQueriesContext(connection) as few:
        receive(shop, *orders[:2])
    with CaptureQueriesContext(connection) as many:
        receive(shop, *orders[2:])

    assert len(many) == len(few)

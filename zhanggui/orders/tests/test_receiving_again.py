from dataclasses import replace
from datetime import timedelta

import pytest

from zhanggui.inventory.models import Move, Reservation, ReservationState, StockLevel
from zhanggui.journal.models import Entry
from zhanggui.orders.models import Order, OrderHold, OrderLine
from zhanggui.orders.services import receive_orders
from zhanggui.orders.tests.trade import (
    NINE,
    NOON,
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


def test_an_unpaid_order_reserves_once_it_is_paid(shop, sku):
    receive(shop, told_order(status="WAIT_BUYER_PAY"))
    before = level(sku)

    [receipt] = receive(shop, told_order(), at=TWO)

    order = Order.objects.get()
    assert before == (5, 0)
    assert (receipt.outcome, order.state, level(sku)) == ("CHANGED", "TO_SHIP", (5, 1))
    assert order.ship_by == NINE + timedelta(hours=48)


def test_a_state_never_goes_back(shop, sku):
    receive(shop, told_order(status="TRADE_FINISHED"))

    [receipt] = receive(shop, told_order(status="WAIT_BUYER_PAY"), at=TWO)

    assert receipt.outcome == "UNCHANGED"
    assert Order.objects.get().state == "FINISHED"


def test_an_older_telling_does_not_replace_a_newer_one(shop, sku):
    receive(shop, told_order(seller_note="新"), told_at=NOON)

    [receipt] = receive(shop, told_order(seller_note="旧"), at=TWO, told_at=NINE)

    assert receipt.outcome == "UNCHANGED"
    assert Order.objects.get().seller_note == "新"


def test_a_closed_order_gives_its_stock_back(shop, sku):
    receive(shop, told_order())

    receive(shop, told_order(status="TRADE_CLOSED"), at=TWO)

    order = Order.objects.get()
    assert (order.state, order.closed_at, level(sku)) == ("CANCELLED", TWO, (5, 0))
    assert Reservation.objects.get().state == ReservationState.RELEASED
    assert Entry.objects.filter(action="orders.cancelled").count() == 1


def test_a_refunded_line_gives_its_stock_back_and_the_rest_goes_on(shop, sku):
    other = make_sku("B", 3000)
    stock_up(other, 5)
    lines = told_line(oid="1" * 19), told_line("B", price_fen=3000, oid="2" * 19)
    receive(shop, told_order(*lines))

    receive(shop, told_order(lines[0], replace(lines[1], is_closed=True)), at=TWO)

    order = Order.objects.get()
    assert (order.state, order.can_ship) == ("TO_SHIP", True)
    assert (level(sku), level(other)) == ((5, 1), (5, 0))


def test_an_asked_refund_holds_until_the_buyer_takes_it_back(shop, sku):
    receive(shop, told_order(told_line(asks_refund=True)))
    asked = holds()

    receive(shop, told_order(), at=TWO)

    assert asked == [("REFUND", "HS-3301")]
    assert holds() == []
    assert Order.objects.get().can_ship


def test_a_hold_that_a_person_cleared_does_not_come_back(shop, sku, django_user_model):
    ada = django_user_model.objects.create(username="ada")
    receive(shop, told_order(total_fen=128_900, paid_fen=128_900))
    OrderHold.objects.update(cleared_at=NOON, cleared_by=ada)

    receive(shop, told_order(total_fen=128_900, paid_fen=128_900, seller_note="x"), at=TWO)

    assert holds() == []
    assert Order.objects.get().open_holds == 0


def test_what_left_elsewhere_leaves_our_stock_too(shop, sku):
    receive(shop, told_order(told_line(quantity=2)))

    receive(
        shop,
        told_order(told_line(quantity=2), status="WAIT_BUYER_CONFIRM_GOODS", shipped_at=TWO),
        at=TWO,
    )

    order = Order.objects.get()
    assert (order.state, order.shipped_at, level(sku)) == ("SHIPPED", TWO, (3, 0))
    assert Move.objects.filter(origin_type="orders.orderline").get().quantity == 2
    assert Entry.objects.get(action="orders.shipped").facts["elsewhere"] is True


def test_lines_without_numbers_meet_those_that_a_newer_layout_numbers(shop, sku):
    receive(shop, told_order(told_line(quantity=2)))

    receive(shop, told_order(told_line(quantity=2, oid="9" * 19)), at=TWO)

    assert OrderLine.objects.count() == 1
    assert level(sku) == (5, 2)


def test_an_order_list_alone_moves_a_known_order_on(shop, sku):
    receive(shop, told_order())

    [receipt] = receive(shop, replace(told_order(status="TRADE_FINISHED"), lines=()), at=TWO)

    assert receipt.outcome == "CHANGED"
    assert (Order.objects.get().state, level(sku)) == ("FINISHED", (4, 0))

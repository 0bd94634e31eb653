from datetime import timedelta

import pytest

from zhanggui.inventory.models import StockLevel
from zhanggui.journal.models import Entry
from zhanggui.orders import services
from zhanggui.orders.models import CodeMatch, Order, OrderHold, OrderLine
from zhanggui.orders.queues import AMOUNTS, SHORTAGES, UNKNOWN_CODES
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
from zhanggui.org.models import User

pytestmark = pytest.mark.django_db


def receive(shop, *orders):
    return services.receive_orders(orders, shop=shop, by=None, at=NOON)


def can_ship():
    return [order.can_ship for order in Order.objects.order_by("number")]


@pytest.fixture
def ada():
    return User.objects.create_user("ada")


def test_goods_that_come_in_serve_whoever_paid_first(shop, sku):
    receive(
        shop,
        told_order(told_line(quantity=6), tid="3000000000000000001", paid_at=NOON),
        told_order(told_line(quantity=6), tid="3000000000000000002", paid_at=NINE),
    )
    stock_up(sku, 2)

    served = services.reserve_again(at=TWO, sku_ids=[sku.pk])

    assert served == 1
    assert can_ship() == [False, True]
    assert [level.reserved for level in StockLevel.objects.filter(sku=sku)] == [6]
    assert Entry.objects.get(action="orders.hold_cleared").facts == {"kind": "SHORTAGE"}


def test_trying_again_without_goods_changes_nothing(shop, sku):
    receive(shop, told_order(told_line(quantity=6)))

    assert services.reserve_again(at=TWO) == 0
    assert can_ship() == [False]


def test_a_code_that_the_catalogue_learns_mends_what_waited(shop, sku):
    receive(shop, told_order(told_line("NEW-1")))
    stock_up(make_sku("NEW-1"), 5)

    mended = services.mend_codes(at=TWO)

    assert mended == 1
    assert can_ship() == [True]


def test_a_code_is_matched_for_one_shop_only(shop, sku, ada):
    other = make_shop("other")
    receive(shop, told_order(told_line("XX")))
    receive(other, told_order(told_line("XX"), tid="3000000000000000002"))

    services.match_code(shop=shop, code="XX", sku=sku, by=ada, at=TWO)

    assert [order.can_ship for order in Order.objects.order_by("shop")] == [True, False]
    assert CodeMatch.objects.get().made_by == ada


def test_goods_without_any_code_are_matched_by_title_and_specification(shop, sku, ada):
    bare = told_line("", title="赠品软管", spec="1.5m")
    receive(shop, told_order(bare))

    services.match_code(shop=shop, code="赠品软管|1.5m", sku=sku, by=ada, at=TWO)
    receive(shop, told_order(bare, tid="3000000000000000002"))

    assert can_ship() == [True, True]


def test_a_code_of_the_catalogue_is_not_given_to_another_sku(shop, sku, ada):
    other = make_sku("LT-105")

    with pytest.raises(services.CannotMatchError):
        services.match_code(shop=shop, code="HS-3301", sku=other, by=ada, at=TWO)

    assert not CodeMatch.objects.exists()


def test_what_is_mended_may_be_short(shop, sku, ada):
    receive(shop, told_order(told_line("XX", quantity=9)))

    services.match_code(shop=shop, code="XX", sku=sku, by=ada, at=TWO)

    [hold] = OrderHold.objects.filter(cleared_at=None)
    assert (hold.kind, hold.detail) == ("SHORTAGE", "XX ×9 (5)")
    assert can_ship() == [False]


def test_a_finished_order_gets_its_sku_and_no_stock(shop, sku, ada):
    receive(shop, told_order(told_line("XX"), status="TRADE_FINISHED"))

    services.match_code(shop=shop, code="XX", sku=sku, by=ada, at=TWO)

    assert OrderLine.objects.get().sku == sku
    assert [level.reserved for level in StockLevel.objects.filter(sku=sku)] == [0]


def test_orders_leave_once_and_their_stock_with_them(shop, sku, ada):
    receive(shop, told_order(told_line(quantity=2)))
    ids = list(Order.objects.values_list("pk", flat=True))

    services.mark_shipped(order_ids=ids, by=ada, at=TWO)
    with pytest.raises(services.CannotShipError):
        services.mark_shipped(order_ids=ids, by=ada, at=TWO)

    order = Order.objects.get()
    assert (order.state, order.shipped_at) == ("SHIPPED", TWO)
    assert list(StockLevel.objects.values_list("on_hand", "reserved")) == [(3, 0)]
    assert Entry.objects.filter(action="orders.shipped", actor=ada).count() == 1


@pytest.mark.parametrize("given", [{"status": "WAIT_BUYER_PAY"}, {"total_fen": 1}])
def test_an_order_that_must_wait_does_not_leave(shop, sku, ada, given):
    receive(shop, told_order(**given))
    order = Order.objects.get()

    with pytest.raises(services.CannotShipError):
        services.mark_shipped(order_ids=[order.pk], by=ada, at=TWO)

    order.refresh_from_db()
    assert order.shipped_at is None


def test_queues_count_orders_and_those_that_are_late(shop, sku):
    boss = User.objects.create_superuser("boss")
    receive(
        shop,
        told_order(told_line("XX"), told_line("YY"), total_fen=1, paid_fen=257_600),
        told_order(told_line(quantity=9), tid="3000000000000000002"),
    )
    later = NINE + timedelta(hours=49)

    codes, short = (queue.waiting(boss, later) for queue in (UNKNOWN_CODES, SHORTAGES))
    amounts = AMOUNTS.waiting(boss, NOON)

    assert (codes.count, codes.late, codes.due_at) == (1, 1, NINE + timedelta(hours=48))
    assert (short.count, short.late) == (1, 1)
    assert (amounts.count, amounts.late) == (1, 0)

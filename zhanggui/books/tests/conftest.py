from datetime import timedelta

import pytest
from django.utils import translation

from zhanggui.books.tools import ENTRIES
from zhanggui.orders.models import Order
from zhanggui.orders.services import mark_shipped, receive_orders
from zhanggui.orders.tests.trade import NINE, NOON, make_shop, make_sku, stock_up, told_order
from zhanggui.shipping.tests.conftest import with_permissions

DAY = timedelta(days=1)


@pytest.fixture
def english():
    """Read what services say in the words of their source."""
    with translation.override("en"):
        yield


@pytest.fixture
def clerk(db):
    """Somebody whose duty is to post sales."""
    return with_permissions("lin", (ENTRIES.permission, *ENTRIES.grants))


@pytest.fixture
def colleague(db):
    return with_permissions("wang", (ENTRIES.permission, *ENTRIES.grants))


@pytest.fixture
def outsider(db):
    return with_permissions("li", ())


@pytest.fixture
def shop(db):
    return make_shop()


@pytest.fixture
def goods(db):
    """One SKU, price 1,288.00, cost 644.00, VAT 13 %, plenty in stock."""
    sku = make_sku()
    stock_up(sku, 100_000)
    return sku


@pytest.fixture
def order(shop, goods):
    """One order over 1,288.00 that left at noon of 2026-11-20."""
    [order] = shipped(shop, told_order())
    return order


def shipped(shop, *told, at=NOON):
    receive_orders(told, shop=shop, by=None, at=NINE)
    orders = Order.objects.filter(number__in=[one.tid for one in told], shop=shop)
    mark_shipped(order_ids=list(orders.values_list("pk", flat=True)), by=None, at=at)
    return list(orders.select_related("shop").order_by("pk"))

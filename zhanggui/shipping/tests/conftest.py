from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import translation
from zeal import zeal_ignore

from zhanggui.orders.models import Order
from zhanggui.orders.services import receive_orders
from zhanggui.orders.tests.trade import NINE, make_shop, make_sku, stock_up, told_line, told_order
from zhanggui.org.models import User
from zhanggui.shipping.tools import TRACKING_ENTRY


def with_permissions(username, names):
    user = User.objects.create(username=username)
    codes = [name.partition(".")[2] for name in names]
    with zeal_ignore():
        user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    return user


@pytest.fixture
def clerk(db):
    """Somebody whose duty is to enter tracking numbers."""
    return with_permissions("lin", (TRACKING_ENTRY.permission, *TRACKING_ENTRY.grants))


@pytest.fixture
def colleague(db):
    return with_permissions("wang", (TRACKING_ENTRY.permission, *TRACKING_ENTRY.grants))


@pytest.fixture
def outsider(db):
    return with_permissions("li", ())


@pytest.fixture
def shop(db):
    return make_shop()


@pytest.fixture
def goods(db):
    sku = make_sku()
    stock_up(sku, 1000)
    return sku


@pytest.fixture
def order(shop, goods):
    """One paid order of two pieces, its stock promised."""
    return take_in(shop, told_order(told_line(quantity=2), tid="3028689418086124567"))


@pytest.fixture
def other_order(shop, goods):
    return take_in(shop, told_order(tid="3028689418086124601", phone="13800000000"))


def take_in(shop, *told):
    receive_orders(told, shop=shop, by=None, at=NINE)
    with zeal_ignore():
        return Order.objects.select_related("shop").get(number=told[-1].tid)


HOUR = timedelta(hours=1)


@pytest.fixture
def english():
    """Read what services say in the words of their source."""
    with translation.override("en"):
        yield

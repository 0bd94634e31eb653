import pytest

from zhanggui.orders.tests.trade import make_shop, make_sku, stock_up


@pytest.fixture
def shop(db):
    return make_shop()


@pytest.fixture
def sku(shop):
    sku = make_sku()
    stock_up(sku, 5)
    return sku

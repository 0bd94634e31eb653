from datetime import datetime
from itertools import count

import pytest

from zhanggui.catalog.models import Product, Sku
from zhanggui.core.periods import SHANGHAI
from zhanggui.inventory.models import Reservation, ReservationState, StockLevel
from zhanggui.inventory.services import MAIN, Movement, Wanted, move, place, reserve_many

AT = datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)
LINE = "tests.line"


@pytest.fixture
def sku(db):
    product = Product.objects.create(code="P1", name="花洒")
    return Sku.objects.create(product=product, merchant_code="HS-01", cost_fen=4200)


@pytest.fixture
def other(sku):
    return Sku.objects.create(product=sku.product, merchant_code="HS-02", cost_fen=5100)


@pytest.fixture
def stock(db):
    """Bring goods in from the supplier."""
    documents = count(1)

    def stock(sku, quantity):
        supplier, main = place("supplier"), place(MAIN)
        move(
            Movement(sku.pk, quantity, supplier.pk, main.pk, "tests.receipt", next(documents)),
            at=AT,
        )

    return stock


def level_of(sku):
    level = StockLevel.objects.filter(sku=sku).first()
    return (level.on_hand, level.reserved) if level else (0, 0)


def reserve(*wanted):
    return reserve_many([Wanted(*one) for one in wanted], origin_type=LINE, at=AT)


def open_promises():
    return Reservation.objects.filter(state=ReservationState.OPEN).count()

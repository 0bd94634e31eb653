import pytest
from django.db import IntegrityError, transaction

from zhanggui.inventory.models import AppendOnlyError, Move, StockLevel
from zhanggui.inventory.services import MAIN, CannotMoveError, Movement, move, move_many, place
from zhanggui.inventory.tests.conftest import AT, level_of, reserve


def test_goods_from_the_supplier_stand_in_the_main_store(sku, stock):
    stock(sku, 7)

    assert level_of(sku) == (7, 0)
    assert Move.objects.get().source.code == "supplier"


def test_the_same_document_moves_once(sku):
    receipt = Movement(sku.pk, 5, place("supplier").pk, place(MAIN).pk, "tests.receipt", 1)

    assert move(receipt, at=AT)
    assert not move(receipt, at=AT)
    assert level_of(sku) == (5, 0)


def test_no_more_leaves_than_is_free(sku, other, stock):
    stock(sku, 5)
    stock(other, 5)
    reserve((sku.pk, 3, 1))
    out = [
        Movement(other.pk, 1, place(MAIN).pk, place("adjustment").pk, "tests.count", 1),
        Movement(sku.pk, 3, place(MAIN).pk, place("adjustment").pk, "tests.count", 2),
    ]

    with pytest.raises(CannotMoveError, match="HS-01"):
        move_many(out, at=AT)

    assert level_of(sku) == (5, 3)
    assert level_of(other) == (5, 0)
    assert Move.objects.count() == 2


def test_goods_that_were_never_here_cannot_leave(sku):
    with pytest.raises(CannotMoveError, match="HS-01"):
        move(Movement(sku.pk, 1, place(MAIN).pk, place("customer").pk, "t", 1), at=AT)


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_move_needs_a_quantity(sku, quantity):
    with pytest.raises(CannotMoveError):
        move(Movement(sku.pk, quantity, place("supplier").pk, place(MAIN).pk, "t", 1), at=AT)


def test_a_move_goes_elsewhere(sku):
    here = place(MAIN).pk
    with pytest.raises(CannotMoveError):
        move(Movement(sku.pk, 1, here, here, "t", 1), at=AT)


def test_moves_are_never_changed_or_deleted(sku, stock):
    stock(sku, 5)
    moved = Move.objects.get()
    moved.quantity = 6

    for act in (
        moved.save,
        moved.delete,
        Move.objects.all().delete,
        lambda: Move.objects.update(quantity=1),
        lambda: Move.objects.bulk_update([moved], ["quantity"]),
    ):
        with pytest.raises(AppendOnlyError), transaction.atomic():
            act()

    assert Move.objects.get().quantity == 5


@pytest.mark.parametrize("change", [{"reserved": 6}, {"reserved": -1}, {"on_hand": -1}])
def test_the_database_itself_refuses_an_impossible_level(sku, stock, change):
    stock(sku, 5)

    with pytest.raises(IntegrityError), transaction.atomic():
        StockLevel.objects.update(**change)


def test_a_thousand_moves_take_few_queries(sku, other, django_assert_max_num_queries):
    supplier, main = place("supplier").pk, place(MAIN).pk
    moves = [
        Movement((sku if n % 2 else other).pk, 1, supplier, main, "t", n) for n in range(1, 1001)
    ]

    with django_assert_max_num_queries(9):
        move_many(moves, at=AT)

    assert level_of(sku) == level_of(other) == (500, 0)

from zhanggui.inventory.models import Move, Reservation, ReservationState
from zhanggui.inventory.services import Shortage, Wanted, consume, place, release, take_back
from zhanggui.inventory.tests.conftest import AT, LINE, level_of, open_promises, reserve


def test_lines_get_stock_in_turn_and_the_rest_is_told_what_was_free(sku, other, stock):
    stock(sku, 5)

    granted = reserve((sku.pk, 3, 1), (sku.pk, 3, 2), (sku.pk, 2, 3), (other.pk, 1, 4))

    assert granted.origin_ids == {1, 3}
    assert granted.short == [
        Shortage(Wanted(sku.pk, 3, 2), 2),
        Shortage(Wanted(other.pk, 1, 4), 0),
    ]
    assert level_of(sku) == (5, 5)


def test_the_same_line_again_is_granted_without_effect(sku, stock):
    stock(sku, 5)
    reserve((sku.pk, 3, 1))

    granted = reserve((sku.pk, 3, 1), (sku.pk, 3, 1))

    assert granted.origin_ids == {1}
    assert level_of(sku) == (5, 3)
    assert open_promises() == 1


def test_a_quantity_below_one_gets_nothing(sku, stock):
    stock(sku, 5)

    assert reserve((sku.pk, 0, 1), (sku.pk, -2, 2)).origin_ids == frozenset()
    assert level_of(sku) == (5, 0)


def test_a_released_promise_is_free_again_and_given_back_once(sku, stock):
    stock(sku, 5)
    reserve((sku.pk, 3, 1))

    assert release([1], origin_type=LINE, at=AT) == 1
    assert release([1], origin_type=LINE, at=AT) == 0
    assert level_of(sku) == (5, 0)
    assert reserve((sku.pk, 5, 1)).origin_ids == {1}


def test_shipping_takes_the_goods_and_the_promise_once(sku, stock):
    stock(sku, 5)
    reserve((sku.pk, 3, 1))

    [moved] = consume([1, 2], origin_type=LINE, at=AT)
    again = consume([1, 2], origin_type=LINE, at=AT)

    assert (moved.origin_id, moved.quantity, moved.unit_cost_fen) == (1, 3, 4200)
    assert again == []
    assert level_of(sku) == (2, 0)
    out = Move.objects.get(origin_type=LINE)
    assert (out.source.code, out.destination.code) == ("main", "customer")


def test_a_shipped_line_cannot_take_stock_again(sku, stock):
    stock(sku, 5)
    reserve((sku.pk, 3, 1))
    consume([1], origin_type=LINE, at=AT)

    granted = reserve((sku.pk, 1, 1))

    assert granted.origin_ids == {1}
    assert level_of(sku) == (2, 0)
    assert Reservation.objects.get().state == ReservationState.CONSUMED


def test_goods_taken_back_are_promised_to_their_line_and_ship_again_at_their_cost(sku, stock):
    stock(sku, 5)
    reserve((sku.pk, 3, 1))
    consume([1], origin_type=LINE, at=AT)
    sku.cost_fen = 9900
    sku.save(update_fields=["cost_fen"])

    [back] = take_back([1], origin_type=LINE, at=AT)
    assert take_back([1], origin_type=LINE, at=AT) == []
    assert (back.quantity, back.unit_cost_fen) == (3, 4200)
    assert level_of(sku) == (5, 3)

    [again] = consume([1], origin_type=LINE, at=AT)
    assert again.unit_cost_fen == 9900
    assert level_of(sku) == (2, 0)


def test_two_thousand_lines_take_few_queries(sku, stock, django_assert_max_num_queries):
    stock(sku, 2000)
    place("customer")
    with django_assert_max_num_queries(9):
        granted = reserve(*((sku.pk, 1, line) for line in range(1, 2001)))
    assert len(granted.origin_ids) == 2000
    with django_assert_max_num_queries(9):
        consume(range(1, 2001), origin_type=LINE, at=AT)

    assert level_of(sku) == (0, 0)

import pytest

from zhanggui.inventory.models import Move, StockLevel
from zhanggui.journal.models import Entry as JournalEntry
from zhanggui.orders.models import Order, OrderLine, OrderState
from zhanggui.orders.services import hold_order
from zhanggui.orders.tests.trade import NINE, NOON, TWO, make_shop, told_line, told_order
from zhanggui.shipping.models import Parcel, ParcelLine
from zhanggui.shipping.selectors import Entry, judge
from zhanggui.shipping.services import enter_tracking
from zhanggui.shipping.tests.conftest import HOUR, take_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
YT, SF = "YT9693083639795", "SF1234567890123"


def enter(clerk, *pairs, at=NOON, **given):
    return enter_tracking(entries=[Entry(*pair, **given) for pair in pairs], by=clerk, at=at)


def problems(verdicts):
    return [verdict.problem for verdict in verdicts]


def test_a_good_number_ships_the_order_once(clerk, order, goods):
    [verdict] = enter(clerk, (order.number, YT))

    parcel = Parcel.objects.get()
    order.refresh_from_db()
    level = StockLevel.objects.get(sku=goods)
    assert verdict.parcel == parcel
    assert (parcel.order, parcel.carrier.code, parcel.number) == (order, "YTO", YT)
    assert (parcel.entered_by, parcel.entered_at, parcel.due_at) == (clerk, NOON, order.ship_by)
    assert ParcelLine.objects.get().quantity == 2
    assert (order.state, order.shipped_at) == (OrderState.SHIPPED, NOON)
    assert (level.on_hand, level.reserved) == (998, 0)
    assert list(JournalEntry.objects.filter(actor=clerk).values_list("action", flat=True)) == [
        "orders.shipped",
        "shipping.tracking_entered",
    ]


def test_the_same_entry_again_changes_nothing(clerk, order):
    enter(clerk, (order.number, YT))

    [verdict] = enter(clerk, (order.number, YT), at=TWO)

    assert verdict.problem == f"The order was shipped with 圆通速递 {YT}"
    assert Parcel.objects.count() == 1
    assert Move.objects.filter(origin_type="orders.orderline").count() == 1


def test_good_rows_go_and_bad_rows_stay_with_their_reasons(clerk, order, other_order):
    verdicts = enter(
        clerk, (order.number, YT), ("9999999999999999999", SF), (other_order.number, YT)
    )

    assert problems(verdicts) == [
        "",
        "There is no such order in your shops",
        "Row 1 has the same number",
    ]
    assert list(Parcel.objects.values_list("order__number", flat=True)) == [order.number]


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("", "The tracking number is missing"),
        ("123", "A tracking number has 4 to 35 characters"),
        ("SF_1234567", "A tracking number has only letters, digits and -"),
        ("13912348001", "This is a buyer's phone number, not a tracking number"),
        ("3028689418086124601", "This is an order number, not a tracking number"),
    ],
)
def test_a_wrong_number_is_refused_and_named(clerk, order, other_order, number, problem):
    [verdict] = enter(clerk, (order.number, number))

    assert verdict.problem == problem
    assert not Parcel.objects.exists()
    assert Order.objects.get(pk=order.pk).state == OrderState.TO_SHIP


def test_a_number_of_another_order_names_that_order(clerk, order, other_order):
    enter(clerk, (order.number, YT))

    assert problems(enter(clerk, (other_order.number, YT))) == [
        f"The number is already used for order {order.number}"
    ]


def test_a_held_order_stays_and_says_why(clerk, order):
    hold_order(order=order, detail="改地址", by=clerk, at=NINE)

    assert problems(enter(clerk, (order.number, YT))) == ["The order is held: Held by hand"]


def test_an_unpaid_order_does_not_leave(clerk, shop, goods):
    unpaid = take_in(shop, told_order(status="WAIT_BUYER_PAY"))

    assert problems(enter(clerk, (unpaid.number, YT))) == ["The order cannot be shipped: Unpaid"]


def test_an_order_whose_lines_are_refunded_does_not_leave(clerk, order):
    OrderLine.objects.filter(order=order).update(is_closed=True)

    assert problems(enter(clerk, (order.number, YT))) == [
        "Every line of the order is closed or refunded"
    ]


def test_an_order_of_a_shop_that_is_not_theirs_is_not_found(clerk, colleague, order, shop):
    shop.staff.add(colleague)

    assert problems(enter(clerk, (order.number, YT))) == ["There is no such order in your shops"]


def test_numbers_in_the_wrong_places_are_put_right(clerk, order):
    [verdict] = enter(clerk, (YT, order.number))

    assert verdict.parcel.number == YT
    assert verdict.order == order


def test_a_shape_that_the_carrier_does_not_use_is_a_warning(clerk, order):
    [doubtful] = enter(clerk, (order.number, "AB12345"), carrier="YTO")
    assert doubtful.warning == "圆通速递 does not use numbers of this shape"
    assert not Parcel.objects.exists()

    [accepted] = enter(clerk, (order.number, "AB12345"), carrier="YTO", accepted=True)
    assert accepted.parcel.carrier.code == "YTO"


def test_a_number_that_tells_no_carrier_asks_for_one(clerk, order):
    assert problems(enter(clerk, (order.number, "QQ-77"))) == [
        "Choose the carrier: the number does not tell"
    ]


def test_the_shop_s_usual_carrier_is_guessed_where_the_number_does_not_tell(
    clerk, order, other_order
):
    enter(clerk, (order.number, SF))

    [verdict] = judge([Entry(other_order.number, "QQ-77")], by=clerk)

    assert (verdict.carrier.code, verdict.guessed) == ("SF", True)


def test_an_order_leaves_in_two_parcels_and_is_shipped_with_the_second(clerk, order, goods):
    [line] = order.lines.all()

    [first] = enter(clerk, (order.number, YT), contents={line.pk: 1})
    order.refresh_from_db()
    assert (first.completes, order.state) == (False, OrderState.TO_SHIP)

    [second] = enter(clerk, (order.number, SF), at=TWO)
    order.refresh_from_db()
    assert (second.contents, order.state) == ({line.pk: 1}, OrderState.SHIPPED)
    assert StockLevel.objects.get(sku=goods).on_hand == 998


def test_a_parcel_cannot_hold_more_than_is_left(clerk, order):
    [line] = order.lines.all()

    assert problems(enter(clerk, (order.number, YT), contents={line.pk: 3})) == [
        "The parcel holds more than is left of the order, or nothing"
    ]


def test_one_order_twice_on_a_sheet_goes_with_its_first_row(clerk, order):
    assert problems(enter(clerk, (order.number, YT), (order.number, SF))) == [
        "",
        "Row 1 ships all of this order",
    ]


def test_who_was_held_up_gets_four_hours_from_when_the_order_came_free(clerk, order):
    hold = hold_order(order=order, detail="等客户", by=clerk, at=NINE)
    free_at = order.ship_by - HOUR
    hold.cleared_at = free_at
    hold.save(update_fields=["cleared_at"])
    Order.objects.update(open_holds=0)

    [verdict] = judge([Entry(order.number, YT)], by=clerk)

    assert verdict.due_at == free_at + 4 * HOUR


def test_two_hundred_numbers_cost_as_many_queries_as_two(
    clerk, shop, goods, django_assert_max_num_queries
):
    told = [
        told_order(told_line(), tid=f"30286894180862{n:05d}", buyer=f"b{n}") for n in range(200)
    ]
    take_in(shop, *told)
    pairs = [(order.tid, f"YT96930836{n:05d}") for n, order in enumerate(told)]

    with django_assert_max_num_queries(50):
        verdicts = enter(clerk, *pairs)

    assert all(verdict.parcel for verdict in verdicts)


def test_another_shop_of_the_same_platform_may_have_the_same_order_number(clerk, order, goods):
    twin = make_shop("second")
    take_in(twin, told_order(tid=order.number + "9"))
    Order.objects.filter(shop=twin).update(number=order.number)

    assert problems(enter(clerk, (order.number, YT))) == [
        "Two of your shops have this order number"
    ]

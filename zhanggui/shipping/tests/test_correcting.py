import pytest
from zeal import zeal_ignore

from zhanggui.inventory.models import Reservation, StockLevel
from zhanggui.journal.models import Entry as JournalEntry
from zhanggui.orders.models import Order, OrderState
from zhanggui.orders.tests.trade import NOON, TWO
from zhanggui.shipping.models import Parcel, ParcelState
from zhanggui.shipping.selectors import Entry
from zhanggui.shipping.services import (
    CannotCorrectError,
    correct_number,
    enter_tracking,
    take_back_parcel,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
WRONG, RIGHT = "YT9693083639795", "YT9693083639797"


@pytest.fixture
def parcel(clerk, order):
    [verdict] = enter_tracking(entries=[Entry(order.number, WRONG)], by=clerk, at=NOON)
    return verdict.parcel


def correct(parcel, colleague, number=RIGHT, carrier="YTO", accepted=False):
    return correct_number(
        parcel_id=parcel.pk,
        number=number,
        carrier=carrier,
        accepted=accepted,
        by=colleague,
        at=TWO,
    )


def test_a_corrected_number_counts_against_who_entered_it(parcel, clerk, colleague):
    new = correct(parcel, colleague)

    parcel.refresh_from_db()
    assert (parcel.state, parcel.was_error, parcel.void_by) == (ParcelState.VOID, True, colleague)
    assert (new.number, new.corrects, new.entered_by) == (RIGHT, parcel, colleague)
    assert list(new.lines.values_list("quantity", flat=True)) == [2]
    entry = JournalEntry.objects.get(action="shipping.tracking_corrected")
    assert (entry.actor, entry.facts["against"]) == (colleague, clerk.pk)


def test_the_order_stays_shipped_and_its_stock_moved_once(parcel, colleague, goods):
    correct(parcel, colleague)

    assert Order.objects.get().state == OrderState.SHIPPED
    assert StockLevel.objects.get(sku=goods).on_hand == 998


@pytest.mark.parametrize(
    ("number", "carrier", "problem"),
    [
        (WRONG, "YTO", "That is the number it has"),
        ("", "YTO", "The tracking number is missing"),
        (RIGHT, "", "Choose a carrier"),
        ("AB12", "YTO", "圆通速递 does not use numbers of this shape"),
        ("13912348001", "SF", "This is a buyer's phone number, not a tracking number"),
    ],
)
def test_a_number_that_is_no_better_is_refused(parcel, colleague, number, carrier, problem):
    with pytest.raises(CannotCorrectError, match=problem):
        correct(parcel, colleague, number, carrier)

    assert Parcel.objects.live().get().number == WRONG


def test_only_the_carrier_was_wrong(parcel, colleague):
    new = correct(parcel, colleague, WRONG, "SF")

    assert (new.carrier.code, new.number) == ("SF", WRONG)


def test_a_void_parcel_is_not_corrected_again(parcel, colleague):
    correct(parcel, colleague)

    with zeal_ignore(), pytest.raises(CannotCorrectError, match="void already"):
        correct(parcel, colleague, "YT9693083639799")


def test_a_parcel_taken_back_puts_the_order_and_its_stock_where_they_were(
    parcel, clerk, colleague, goods
):
    take_back_parcel(parcel_id=parcel.pk, reason="是别的订单的单号", by=colleague, at=TWO)

    order = Order.objects.get()
    level = StockLevel.objects.get(sku=goods)
    assert (order.state, order.shipped_at) == (OrderState.TO_SHIP, None)
    assert (level.on_hand, level.reserved) == (1000, 2)
    assert Reservation.objects.filter(state="OPEN").count() == 1
    assert not Parcel.objects.live().exists()
    assert (
        JournalEntry.objects.get(action="shipping.parcel_taken_back").facts["against"] == clerk.pk
    )


def test_an_order_taken_back_leaves_again(parcel, clerk, colleague, goods):
    take_back_parcel(parcel_id=parcel.pk, reason="贴错面单", by=colleague, at=TWO)

    [verdict] = enter_tracking(entries=[Entry(parcel.order.number, RIGHT)], by=clerk, at=TWO)

    level = StockLevel.objects.get(sku=goods)
    assert verdict.parcel.number == RIGHT
    assert (level.on_hand, level.reserved) == (998, 0)


def test_taking_back_needs_a_reason(parcel, colleague):
    with pytest.raises(CannotCorrectError, match="Say why"):
        take_back_parcel(parcel_id=parcel.pk, reason=" ", by=colleague, at=TWO)

    assert Parcel.objects.live().exists()


def test_a_finished_order_is_not_taken_back(parcel, colleague):
    Order.objects.update(state=OrderState.FINISHED)

    with pytest.raises(CannotCorrectError, match="cannot be taken back: Finished"):
        take_back_parcel(parcel_id=parcel.pk, reason="贴错面单", by=colleague, at=TWO)

    assert Parcel.objects.live().exists()

import pytest
from zeal import zeal_ignore

from zhanggui.books.models import Voucher, VoucherLine, VoucherState
from zhanggui.books.services import CannotReverseError, post_sales, reverse_voucher
from zhanggui.books.tests.conftest import DAY
from zhanggui.journal.models import Entry
from zhanggui.orders.models import OrderLine
from zhanggui.orders.services.taking_back import take_back_shipping
from zhanggui.orders.tests.trade import NOON, TWO

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def voucher(clerk, order):
    [posted] = post_sales(order_ids=[order.pk], by=clerk, at=TWO)
    return posted.voucher


def reverse(voucher, colleague, note="成本录错", at=NOON + DAY):
    with zeal_ignore():
        return reverse_voucher(voucher_id=voucher.pk, note=note, by=colleague, at=at)


def test_a_reversal_is_the_same_in_red_and_dated_today(voucher, colleague):
    red = reverse(voucher, colleague)

    voucher.refresh_from_db()
    assert (voucher.state, red.state, red.reverses) == (
        VoucherState.REVERSED,
        VoucherState.RED,
        voucher,
    )
    assert (red.number, red.date.isoformat(), red.receivable_fen) == (2, "2026-11-21", -128_800)
    assert amounts(red) == [(-debit, -credit) for debit, credit in amounts(voucher)]


def amounts(voucher):
    lines = VoucherLine.objects.filter(voucher=voucher).order_by("pk")
    return list(lines.values_list("debit_fen", "credit_fen"))


def test_it_counts_against_who_made_the_voucher(voucher, clerk, colleague):
    red = reverse(voucher, colleague)

    entry = Entry.objects.get(action="books.voucher_reversed")
    assert (entry.actor, entry.facts["against"]) == (colleague, clerk.pk)
    assert (red.reason, red.note) == ("ENTRY_ERROR", "成本录错")


def test_the_order_is_posted_anew_and_the_new_one_is_no_first_entry(voucher, colleague, order):
    reverse(voucher, colleague)

    [posted] = post_sales(order_ids=[order.pk], by=colleague, at=NOON + DAY)

    assert (posted.voucher.is_repost, posted.voucher.number) == (True, 3)
    assert Voucher.objects.live().get() == posted.voucher


def test_a_shipment_taken_back_is_nobody_s_entry_error(voucher, colleague, order):
    take_back_shipping(order_id=order.pk, by=colleague, at=TWO)

    assert reverse(voucher, colleague, note="退回").reason == "TAKEN_BACK"


def test_a_price_that_changed_is_nobody_s_entry_error(voucher, colleague, order):
    OrderLine.objects.filter(order=order).update(paid_fen=120_000)

    assert reverse(voucher, colleague, note="改价").reason == "PRICE_CHANGED"


def test_it_is_reversed_once_with_a_note_and_red_ones_never(voucher, colleague):
    with pytest.raises(CannotReverseError, match="Say why"):
        reverse(voucher, colleague, note=" ")
    red = reverse(voucher, colleague)
    for one in (voucher, red):
        with pytest.raises(CannotReverseError):
            reverse(one, colleague)

    assert Voucher.objects.count() == 2

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhanggui.books.actions import VOUCHER_REVERSED
from zhanggui.books.models import (
    DayClose,
    ReversalReason,
    Voucher,
    VoucherLine,
    VoucherState,
)
from zhanggui.books.rules import Posting, Role, reversed_
from zhanggui.books.selectors import draft_sales
from zhanggui.books.services.writing import CannotPostError, Page, write
from zhanggui.core.periods import day_of
from zhanggui.journal.services import record
from zhanggui.orders.models import Order
from zhanggui.org.models import User


class CannotReverseError(Exception):
    """A voucher cannot be reversed."""


@transaction.atomic
def reverse_voucher(*, voucher_id: int, note: str, by: User, at: datetime) -> Voucher:
    """Undo a voucher by one in red, dated today; return the red one. Its order may be posted anew.

    It counts as an entry error of who made it, unless the shipment was taken back or the buyer
    pays another sum than then.

    :raises CannotReverseError: if it is reversed already, is red itself, has no note, or today
        takes no vouchers
    """
    voucher = (
        Voucher.objects.select_for_update(of=("self",)).select_related("shop").get(pk=voucher_id)
    )
    _check(voucher, note, at=at)
    # The one change that a voucher ever sees; it frees the document for the next one.
    voucher.state = VoucherState.REVERSED
    voucher.save(update_fields=["state"])
    red = _red(voucher, note.strip(), by=by, at=at)
    lines = list(voucher.lines.select_related("account", "sku").order_by("pk"))
    sku_ids = {line.sku.merchant_code: line.sku.pk for line in lines if line.sku}
    page = Page(red, reversed_(_posting(x) for x in lines), sku_ids, f"红冲 {lines[0].text}"[:120])
    try:
        write([page], at=at)
    except CannotPostError as error:
        raise CannotReverseError(str(error)) from error
    facts: dict[str, str | int] = {
        "order": voucher.document_number,
        "reason": red.reason,
        "against": voucher.made_by_id,
    }
    record(VOUCHER_REVERSED, by=by, subject=voucher, at=at, facts=facts)
    return red


def _check(voucher: Voucher, note: str, *, at: datetime) -> None:
    if voucher.state == VoucherState.RED:
        raise CannotReverseError(_("A red voucher is not reversed: post the document again"))
    if voucher.state == VoucherState.REVERSED:
        raise CannotReverseError(_("The voucher is reversed already"))
    if not note.strip():
        raise CannotReverseError(_("Say why the voucher is reversed"))
    if DayClose.objects.filter(shop=voucher.shop, day=day_of(at)).exists():
        raise CannotReverseError(_("Today is signed already"))


def _red(voucher: Voucher, note: str, *, by: User, at: datetime) -> Voucher:
    return Voucher(
        kind=voucher.kind,
        document_type=voucher.document_type,
        document_id=voucher.document_id,
        document_number=voucher.document_number,
        shop=voucher.shop,
        date=day_of(at),
        state=VoucherState.RED,
        reverses=voucher,
        reason=_reason(voucher),
        note=note[:200],
        receivable_fen=-voucher.receivable_fen,
        made_by=by,
        due_at=voucher.due_at,
    )


def _reason(voucher: Voucher) -> str:
    order = Order.objects.get(pk=voucher.document_id)
    if order.shipped_at is None:
        return ReversalReason.TAKEN_BACK
    [draft] = draft_sales([order])
    if draft.receivable_fen != voucher.receivable_fen:
        return ReversalReason.PRICE_CHANGED
    return ReversalReason.ENTRY_ERROR


def _posting(line: VoucherLine) -> Posting:
    sku = line.sku.merchant_code if line.sku else ""
    role = Role(str(line.account.role))
    return Posting(role, line.debit_fen, line.credit_fen, sku, line.quantity)

"""The books' one door: nothing else makes vouchers or numbers them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F
from django.utils.translation import gettext as _

from zhanggui.books.models import Account, Period, Voucher, VoucherLine
from zhanggui.books.rules import Posting, difference


class CannotPostError(Exception):
    """A voucher is refused: its period is closed, or it does not balance."""


@dataclass(frozen=True)
class Page:
    """A voucher to be written, with its postings; `numbered` gives it its number."""

    voucher: Voucher
    postings: Sequence[Posting]
    sku_ids: dict[str, int]
    text: str


def accounts() -> dict[str, Account]:
    """Return the account of each role."""
    return {account.role: account for account in Account.objects.exclude(role=None) if account.role}


def claim_numbers(day: date, count: int) -> tuple[Period, int]:
    """Take `count` voucher numbers of the day's month; return the period and the first.

    :raises CannotPostError: if the month is closed
    """
    month = Period(first_day=day.replace(day=1))
    Period.objects.bulk_create([month], ignore_conflicts=True)
    # One conditional UPDATE: it locks the month, so that numbers have neither gap nor double.
    found = Period.objects.filter(first_day=month.first_day)
    if not found.filter(closed_at=None).update(next_number=F("next_number") + count):
        raise CannotPostError(_("%(month)s is closed") % {"month": month})
    [period] = found
    return period, period.next_number - count


def write(pages: Sequence[Page], *, at: datetime) -> list[Voucher]:
    """Number and store vouchers with their lines.

    :raises CannotPostError: if one does not balance, or its month is closed
    """
    by_month: dict[date, list[Page]] = {}
    for page in pages:
        if difference(page.postings):
            raise CannotPostError(_("Debit and credit differ"))
        by_month.setdefault(page.voucher.date.replace(day=1), []).append(page)
    for month in sorted(by_month):
        period, first = claim_numbers(month, len(by_month[month]))
        for offset, page in enumerate(by_month[month]):
            page.voucher.period, page.voucher.number = period, first + offset
            page.voucher.made_at = at
            page.voucher.debit_fen = sum(p.debit_fen for p in page.postings)
            page.voucher.credit_fen = sum(p.credit_fen for p in page.postings)
    vouchers = Voucher.objects.bulk_create([page.voucher for page in pages], batch_size=500)
    of_role = accounts()
    VoucherLine.objects.bulk_create(
        [
            _line(page, posting, of_role[posting.role])
            for page in pages
            for posting in page.postings
        ],
        batch_size=1000,
    )
    return vouchers


def _line(page: Page, posting: Posting, account: Account) -> VoucherLine:
    return VoucherLine(
        voucher=page.voucher,
        account=account,
        debit_fen=posting.debit_fen,
        credit_fen=posting.credit_fen,
        text=page.text,
        sku_id=page.sku_ids.get(posting.sku),
        quantity=posting.quantity,
    )

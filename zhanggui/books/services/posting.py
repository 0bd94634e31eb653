from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhanggui.books import rules
from zhanggui.books.actions import SALE_POSTED
from zhanggui.books.models import DayClose, Period, Voucher, VoucherKind, VoucherQuerySet
from zhanggui.books.selectors.sales import ORDER, SaleDraft, draft_sales
from zhanggui.books.services.writing import CannotPostError, Page, write
from zhanggui.core.periods import day_of
from zhanggui.journal.services import Deed, record_many
from zhanggui.orders.models import Order
from zhanggui.org.models import User


@dataclass(frozen=True)
class Posted:
    """What became of one order: its voucher, or the reason why there is none."""

    order: Order
    voucher: Voucher | None = None
    problem: str = ""


@transaction.atomic
def post_sales(*, order_ids: Collection[int], by: User, at: datetime) -> list[Posted]:
    """Post shipped orders: each makes one balanced voucher, whoever posts it and how often.

    Good ones go and bad ones stay; the answer has one entry per order, in the order of their ids.
    A voucher bears the day of the shipment, or today's once that day is signed or its month
    closed. An order that has a live voucher is answered with that one.
    """
    orders = list(
        Order.objects.select_for_update(of=("self",))
        .filter(pk__in=order_ids)
        .select_related("shop")
        .order_by("pk")
    )
    there = {v.document_id: Posted(o, v) for o, v in _live_of(orders)}
    drafts = draft_sales([order for order in orders if order.pk not in there])
    done = {posted.order.pk: posted for posted in _post(drafts, by=by, at=at)}
    return [there.get(order.pk) or done[order.pk] for order in orders]


def _vouchers_of(orders: Sequence[Order]) -> VoucherQuerySet:
    return Voucher.objects.filter(
        document_type=ORDER, document_id__in=[o.pk for o in orders], kind=VoucherKind.SALE
    )


def _live_of(orders: Sequence[Order]) -> list[tuple[Order, Voucher]]:
    by_id = {order.pk: order for order in orders}
    return [(by_id[v.document_id], v) for v in _vouchers_of(orders).live()]


def _post(drafts: Sequence[SaleDraft], *, by: User, at: datetime) -> list[Posted]:
    orders = [draft.order for draft in drafts]
    again = set(_vouchers_of(orders).values_list("document_id", flat=True))
    closed = _closed_days(orders, at=at)
    refused: list[Posted] = []
    pages: list[tuple[Order, Page]] = []
    for draft in drafts:
        day = _day_for(draft.order, closed, at=at)
        if draft.problem or day is None:
            problem = draft.problem or _("Neither its day nor today takes vouchers any more")
            refused.append(Posted(draft.order, problem=problem))
        else:
            page = _page(draft, day, by=by, at=at, is_repost=draft.order.pk in again)
            pages.append((draft.order, page))
    try:
        # A savepoint: when all at once fails, one by one finds out which.
        with transaction.atomic():
            return refused + _write(pages, by=by, at=at)
    except (IntegrityError, CannotPostError):
        return refused + [_write_one(pair, by=by, at=at) for pair in pages]


def _closed_days(orders: Sequence[Order], *, at: datetime) -> set[tuple[int, date]]:
    """Return the (shop, day) pairs that take no more vouchers, of those that matter here."""
    days = {day_of(order.shipped_at) for order in orders if order.shipped_at} | {day_of(at)}
    shops = {order.shop_id for order in orders}
    signed = DayClose.objects.filter(shop__in=shops, day__in=days)
    months = set(
        Period.objects.filter(
            first_day__in={day.replace(day=1) for day in days}, closed_at__isnull=False
        ).values_list("first_day", flat=True)
    )
    closed = {(shop, day) for shop in shops for day in days if day.replace(day=1) in months}
    return closed | set(signed.values_list("shop", "day"))


def _day_for(order: Order, closed: set[tuple[int, date]], *, at: datetime) -> date | None:
    if order.shipped_at is None:
        return None
    days = (day_of(order.shipped_at), day_of(at))
    return next((day for day in days if (order.shop_id, day) not in closed), None)


def _page(draft: SaleDraft, day: date, *, by: User, at: datetime, is_repost: bool) -> Page:
    order = draft.order
    voucher = Voucher(
        kind=VoucherKind.SALE,
        document_type=ORDER,
        document_id=order.pk,
        document_number=order.number,
        shop=order.shop,
        date=day,
        is_repost=is_repost,
        receivable_fen=draft.receivable_fen,
        made_by=by,
        due_at=rules.due_at(order.shipped_at or at),
    )
    return Page(voucher, draft.postings, draft.sku_ids, f"销售 {order.shop.name} {order.number}")


def _write_one(pair: tuple[Order, Page], *, by: User, at: datetime) -> Posted:
    order = pair[0]
    try:
        with transaction.atomic():
            return _write([pair], by=by, at=at)[0]
    except CannotPostError as error:
        return Posted(order, problem=str(error))
    except IntegrityError:
        live = _vouchers_of([order]).live().first()
        return Posted(order, live, "" if live else _("The voucher was refused by the database"))


def _write(pages: Sequence[tuple[Order, Page]], *, by: User, at: datetime) -> list[Posted]:
    vouchers = write([page for _order, page in pages], at=at)
    record_many(
        SALE_POSTED,
        by=by,
        subject_model=Voucher,
        deeds=[
            Deed(v.pk, at, {"order": v.document_number, "receivable_fen": v.receivable_fen})
            for v in vouchers
        ],
    )
    return [Posted(order, v) for (order, _page), v in zip(pages, vouchers, strict=True)]

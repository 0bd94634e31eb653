"""A shop's day: what was shipped against what was posted, fen for fen. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhanggui.books.models import DayClose, Voucher, VoucherKind
from zhanggui.books.selectors.sales import ORDER, draft_sales
from zhanggui.core.periods import SHANGHAI, day_bounds, midnight
from zhanggui.orders.models import Order
from zhanggui.org.models import User
from zhanggui.shops.models import Shop

UNPOSTED = _("Shipped, not posted")
GONE = _("Posted, no longer shipped")
AMOUNT = _("The amounts differ")
PROBLEM = _("Cannot be posted")


@dataclass(frozen=True)
class Difference:
    """An order whose shipment and voucher do not agree."""

    what: str | Promise
    order: Order
    voucher: Voucher | None
    shipped_fen: int
    posted_fen: int
    detail: str = ""


@dataclass(frozen=True)
class DayBalance:
    """What a shop shipped on a day, and what of it is posted."""

    shop: Shop
    day: date
    shipped: int
    shipped_fen: int
    posted: int
    posted_fen: int
    differences: Sequence[Difference]
    close: DayClose | None

    @property
    def agrees(self) -> bool:
        return not self.differences and self.shipped_fen == self.posted_fen


def balance(shop: Shop, day: date) -> DayBalance:
    """Compare what the shop shipped on a day with the live vouchers of those orders."""
    start, end = day_bounds(day)
    orders = list(
        Order.objects.filter(shop=shop, shipped_at__gte=start, shipped_at__lt=end).order_by("pk")
    )
    of_orders = Voucher.objects.live().filter(kind=VoucherKind.SALE, document_type=ORDER)
    ids = [order.pk for order in orders]
    vouchers = {v.document_id: v for v in of_orders.filter(document_id__in=ids)}
    gone = list(_gone(of_orders.filter(shop=shop, date=day)))
    compared = [(draft, vouchers.get(draft.order.pk)) for draft in draft_sales(orders)]
    differences = []
    for draft, voucher in compared:
        posted = voucher.receivable_fen if voucher else 0
        if voucher and posted == draft.receivable_fen:
            continue
        what = (PROBLEM if draft.problem else UNPOSTED) if voucher is None else AMOUNT
        differences.append(
            Difference(what, draft.order, voucher, draft.receivable_fen, posted, draft.problem)
        )
    left = {order.pk: order for order in Order.objects.filter(pk__in=[v.document_id for v in gone])}
    differences += [Difference(GONE, left[v.document_id], v, 0, v.receivable_fen) for v in gone]
    posted_ones = [*vouchers.values(), *gone]
    return DayBalance(
        shop,
        day,
        len(orders),
        sum(draft.receivable_fen for draft, _voucher in compared),
        len(posted_ones),
        sum(voucher.receivable_fen for voucher in posted_ones),
        differences,
        DayClose.objects.filter(shop=shop, day=day).select_related("signed_by").first(),
    )


def _gone(vouchers: QuerySet[Voucher]) -> QuerySet[Voucher]:
    """Keep the vouchers whose order was taken back."""
    waiting = Order.objects.filter(pk=OuterRef("document_id"), shipped_at=None)
    return vouchers.filter(Exists(waiting))


def days_to_sign(user: User, *, now: datetime) -> list[tuple[date, int, int]]:
    """Return the days before today on which orders left and that nobody signed, oldest first.

    Each as (day, shop id, orders).
    """
    today = midnight(now.astimezone(SHANGHAI).date())
    signed = DayClose.objects.filter(shop=OuterRef("shop"), day=OuterRef("day"))
    shipped = (
        Order.objects.visible_to(user)
        .filter(shipped_at__isnull=False, shipped_at__lt=today)
        .annotate(day=TruncDate("shipped_at", tzinfo=SHANGHAI))
    )
    counted = shipped.values("day", "shop").annotate(n=Count("pk")).order_by("day", "shop")
    unsigned = counted.annotate(signed=Subquery(signed.values("pk")[:1])).filter(signed=None)
    return [(row["day"], row["shop"], row["n"]) for row in unsigned]

"""Tracking numbers: were they in time, and right? Both facts are kept with each parcel."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhanggui.core.metrics import DEPARTMENT, Direction, EvidenceRow, Indicator, Measure, declare
from zhanggui.core.periods import Month
from zhanggui.core.shown import exact
from zhanggui.orders.models import Order, OrderState
from zhanggui.shipping.models import Parcel, ParcelState

DUTIES = ("SG-08", "QC-08", "WH-08", "LG-08")
_ZERO, _ONE = Decimal(0), Decimal(1)
_IN_TIME = Q(due_at=None) | Q(entered_at__lte=F("due_at"))


def _entered(month: Month, people: Collection[int]) -> QuerySet[Parcel]:
    start, end = month.bounds
    return Parcel.objects.filter(entered_by__in=people, entered_at__gte=start, entered_at__lt=end)


def _errors(month: Month, people: Collection[int]) -> QuerySet[Parcel]:
    start, end = month.bounds
    return Parcel.objects.filter(
        state=ParcelState.VOID,
        was_error=True,
        entered_by__in=people,
        void_at__gte=start,
        void_at__lt=end,
    )


def _row(parcel: Parcel, numerator: Decimal, denominator: Decimal, at: datetime) -> EvidenceRow:
    facts = {"order": parcel.order.number, "at": exact(at)}
    if parcel.due_at:
        facts["due"] = exact(parcel.due_at)
    return EvidenceRow(
        key=f"shipping.parcel:{parcel.pk}",
        label=f"{parcel.carrier} {parcel.number}",
        url=reverse("shipping:parcel", args=[parcel.pk]),
        numerator=numerator,
        denominator=denominator,
        facts=facts,
    )


def on_time(month: Month, people: Collection[int]) -> Mapping[int, Measure]:
    first_ones = _entered(month, people).filter(corrects=None).values_list("entered_by")
    counts = first_ones.annotate(n=Count("pk"), good=Count("pk", filter=_IN_TIME))
    return {user: Measure(Decimal(good), Decimal(n), n) for user, n, good in counts}


def on_time_rows(month: Month, person: int) -> Sequence[EvidenceRow]:
    parcels = _entered(month, [person]).filter(corrects=None)
    return [
        _row(p, _ONE if p.due_at is None or p.entered_at <= p.due_at else _ZERO, _ONE, p.entered_at)
        for p in parcels.select_related("order", "carrier").order_by("pk")
    ]


def entry_errors(month: Month, people: Collection[int]) -> Mapping[int, Measure]:
    entered = dict(_entered(month, people).values_list("entered_by").annotate(n=Count("pk")))
    wrong = dict(_errors(month, people).values_list("entered_by").annotate(n=Count("pk")))
    return {
        user: Measure(
            Decimal(wrong.get(user, 0)), Decimal(entered.get(user, 0)), entered.get(user, 0)
        )
        for user in {*entered, *wrong}
    }


def entry_error_rows(month: Month, person: int) -> Sequence[EvidenceRow]:
    """Return the numbers entered, and those found wrong in the month, whenever entered."""
    wrong = {p.pk: p for p in _errors(month, [person]).select_related("order", "carrier")}
    entered = _entered(month, [person]).select_related("order", "carrier").order_by("pk")
    rows = [_row(p, _ONE if p.pk in wrong else _ZERO, _ONE, p.entered_at) for p in entered]
    there = {row.key for row in rows}
    late = [_row(p, _ONE, _ZERO, p.void_at or p.entered_at) for p in wrong.values()]
    return rows + [row for row in late if row.key not in there]


def _due_orders(month: Month) -> QuerySet[Order]:
    """Keep the orders whose promise ran out in the month, or was kept ahead of it."""
    start, end = month.bounds
    orders = Order.objects.filter(ship_by__gte=start, ship_by__lt=end)
    settled = Q(shipped_at__isnull=False) | Q(ship_by__lt=Now())
    return orders.exclude(state=OrderState.CANCELLED, shipped_at=None).filter(settled)


def on_time_dispatch(month: Month, _people: Collection[int]) -> Mapping[int, Measure]:
    kept = Count("pk", filter=Q(shipped_at__lte=F("ship_by")))
    found = _due_orders(month).aggregate(n=Count("pk"), kept=kept)
    return {DEPARTMENT: Measure(Decimal(found["kept"]), Decimal(found["n"]), found["n"])}


def on_time_dispatch_rows(month: Month, _person: int) -> Sequence[EvidenceRow]:
    rows = []
    for order in _due_orders(month).order_by("ship_by", "pk"):
        kept = order.shipped_at and order.ship_by and order.shipped_at <= order.ship_by
        facts = {"due": exact(order.ship_by)} if order.ship_by else {}
        if order.shipped_at:
            facts["at"] = exact(order.shipped_at)
        rows.append(
            EvidenceRow(
                key=f"orders.order:{order.pk}",
                label=order.number,
                url=reverse("orders:detail", args=[order.pk]),
                numerator=_ONE if kept else _ZERO,
                denominator=_ONE,
                facts=facts,
            )
        )
    return rows


declare(
    Indicator(
        code="shipping.on_time_rate",
        label=_("Tracking numbers entered in time"),
        unit="%",
        direction=Direction.UP,
        formula=_(
            "first tracking numbers that the person entered in the month, by the shop's promise or "
            "within 4 hours after the order came free, ÷ all first numbers they entered"
        ),
        duties=DUTIES,
        measure=on_time,
        rows=on_time_rows,
        min_n=20,
    )
)
declare(
    Indicator(
        code="shipping.entry_error_rate",
        label=_("Tracking-entry errors"),
        unit="%",
        direction=Direction.DOWN,
        formula=_(
            "numbers of the person that were corrected or taken back in the month ÷ numbers that "
            "they entered in the month; an error found later counts in the month it is found"
        ),
        duties=DUTIES,
        measure=entry_errors,
        rows=entry_error_rows,
        min_n=20,
    )
)
declare(
    Indicator(
        code="shipping.on_time_dispatch",
        label=_("On-time dispatch"),
        unit="%",
        direction=Direction.UP,
        formula=_(
            "orders that left by the shop's promise ÷ orders whose promise fell into the month "
            "(without those cancelled before they left)"
        ),
        duties=DUTIES,
        measure=on_time_dispatch,
        rows=on_time_dispatch_rows,
        per_person=False,
    )
)

"""Vouchers: were they made in time, and right? Both facts are kept with each voucher."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhanggui.books.models import ReversalReason, Voucher, VoucherState
from zhanggui.core.metrics import Direction, EvidenceRow, Indicator, Measure, declare
from zhanggui.core.periods import Month
from zhanggui.core.shown import exact

DUTIES = ("SG-09", "QC-09", "WH-09", "LG-09")
_ZERO, _ONE = Decimal(0), Decimal(1)


def _made(month: Month, people: Collection[int]) -> QuerySet[Voucher]:
    start, end = month.bounds
    vouchers = Voucher.objects.exclude(state=VoucherState.RED)
    return vouchers.filter(made_by__in=people, made_at__gte=start, made_at__lt=end)


def _errors(month: Month, people: Collection[int]) -> QuerySet[Voucher]:
    """Keep the vouchers of these people that were found wrong in the month."""
    start, end = month.bounds
    return Voucher.objects.filter(
        made_by__in=people,
        reversal__reason=ReversalReason.ENTRY_ERROR,
        reversal__made_at__gte=start,
        reversal__made_at__lt=end,
    )


def _row(voucher: Voucher, numerator: Decimal, denominator: Decimal, at: datetime) -> EvidenceRow:
    return EvidenceRow(
        key=f"books.voucher:{voucher.pk}",
        label=f"{voucher.date:%Y-%m} {voucher.name}",
        url=reverse("books:voucher", args=[voucher.pk]),
        numerator=numerator,
        denominator=denominator,
        facts={
            "order": voucher.document_number,
            "at": exact(at),
            "due": exact(voucher.due_at),
        },
    )


def timeliness(month: Month, people: Collection[int]) -> Mapping[int, Measure]:
    first_ones = _made(month, people).filter(is_repost=False).values_list("made_by")
    in_time = Count("pk", filter=Q(made_at__lt=F("due_at")))
    counts = first_ones.annotate(n=Count("pk"), good=in_time)
    return {user: Measure(Decimal(good), Decimal(n), n) for user, n, good in counts}


def timeliness_rows(month: Month, person: int) -> Sequence[EvidenceRow]:
    return [
        _row(v, _ONE if v.made_at < v.due_at else _ZERO, _ONE, v.made_at)
        for v in _made(month, [person]).filter(is_repost=False).order_by("pk")
    ]


def entry_errors(month: Month, people: Collection[int]) -> Mapping[int, Measure]:
    made = dict(_made(month, people).values_list("made_by").annotate(n=Count("pk")))
    wrong = dict(_errors(month, people).values_list("made_by").annotate(n=Count("pk")))
    return {
        user: Measure(Decimal(wrong.get(user, 0)), Decimal(made.get(user, 0)), made.get(user, 0))
        for user in {*made, *wrong}
    }


def entry_error_rows(month: Month, person: int) -> Sequence[EvidenceRow]:
    """Return the vouchers made, and those found wrong in the month, whenever made."""
    wrong = {v.pk: v for v in _errors(month, [person]).select_related("reversal")}
    made = _made(month, [person]).order_by("pk")
    rows = [_row(v, _ONE if v.pk in wrong else _ZERO, _ONE, v.made_at) for v in made]
    there = {row.key for row in rows}
    late = [_row(v, _ONE, _ZERO, v.reversal.made_at) for v in wrong.values()]
    return rows + [row for row in late if row.key not in there]


declare(
    Indicator(
        code="books.entry_timeliness",
        label=_("ERP entries in time"),
        unit="%",
        direction=Direction.UP,
        formula=_(
            "first vouchers that the person made in the month by the end of the day of shipping "
            "(or within 4 hours of it) ÷ all first vouchers they made; re-posting does not count"
        ),
        duties=DUTIES,
        measure=timeliness,
        rows=timeliness_rows,
        min_n=20,
    )
)
declare(
    Indicator(
        code="books.entry_error_rate",
        label=_("ERP entry errors"),
        unit="%",
        direction=Direction.DOWN,
        formula=_(
            "vouchers of the person that were reversed as wrong in the month ÷ vouchers that they "
            "made in the month; shipments taken back and changed prices are no errors"
        ),
        duties=DUTIES,
        measure=entry_errors,
        rows=entry_error_rows,
        min_n=20,
    )
)

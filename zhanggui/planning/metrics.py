"""Sales against the target that the manager set: the department's first common indicator."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhanggui.core.metrics import DEPARTMENT, Direction, EvidenceRow, Indicator, Measure, declare
from zhanggui.core.periods import Month
from zhanggui.planning.selectors import paid_orders, target_of
from zhanggui.planning.services import SALES


def attainment(month: Month, _people: Collection[int]) -> Mapping[int, Measure]:
    found = paid_orders(month).aggregate(total=Sum("paid_fen"), n=Count("pk"))
    target = target_of(SALES, month)
    denominator = Decimal(target.value) if target else Decimal(0)
    return {DEPARTMENT: Measure(Decimal(found["total"] or 0), denominator, found["n"])}


def attainment_rows(month: Month, _person: int) -> Sequence[EvidenceRow]:
    """Return the target first, then each paid order; amounts in fen."""
    target = target_of(SALES, month)
    rows = [
        EvidenceRow(
            key=f"orders.order:{order.pk}",
            label=order.number,
            url=reverse("orders:detail", args=[order.pk]),
            numerator=Decimal(order.paid_fen),
            denominator=Decimal(0),
        )
        for order in paid_orders(month).order_by("paid_at", "pk").only("number", "paid_fen")
    ]
    if target is None:
        return rows
    first = EvidenceRow(
        key=f"planning.target:{target.pk}",
        label=f"{target.month:%Y-%m} v{target.version}",
        url=target.get_absolute_url(),
        numerator=Decimal(0),
        denominator=Decimal(target.value),
    )
    return [first, *rows]


declare(
    Indicator(
        code="dept.sales_attainment",
        label=_("Sales against target"),
        unit="%",
        direction=Direction.UP,
        formula=_("Paid in the month, less cancelled orders ÷ the month's target"),
        duties=("MGR-02",),
        measure=attainment,
        rows=attainment_rows,
        per_person=False,
    )
)

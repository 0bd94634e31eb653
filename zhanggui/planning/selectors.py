from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from zhanggui.core.periods import Month
from zhanggui.orders.models import Order, OrderState
from zhanggui.planning.models import Target


@dataclass(frozen=True)
class Plan:
    """A month's sales target beside what was sold, in fen; `share` in per cent, if there is one."""

    month: Month
    target: Target | None
    sold_fen: int

    @property
    def share(self) -> int | None:
        return self.sold_fen * 100 // self.target.value if self.target else None


def target_of(code: str, month: Month) -> Target | None:
    """Return the target that stands: the last version."""
    return Target.objects.filter(code=code, month=month.first).order_by("-version").first()


def paid_orders(month: Month) -> QuerySet[Order]:
    """Keep what was paid in the month and not given back."""
    start, end = month.bounds
    return Order.objects.filter(~Q(state=OrderState.CANCELLED), paid_at__gte=start, paid_at__lt=end)


def sold_fen(month: Month) -> int:
    """Return what buyers paid in the month, net of cancelled orders, in fen."""
    return paid_orders(month).aggregate(total=Sum("paid_fen"))["total"] or 0


def plans(months: list[Month], code: str) -> list[Plan]:
    """Return target and actual of each month."""
    return [Plan(month, target_of(code, month), sold_fen(month)) for month in months]

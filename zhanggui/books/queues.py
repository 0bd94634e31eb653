from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhanggui.books.permissions import Can
from zhanggui.books.rules import GRACE, due_at
from zhanggui.books.selectors import days_to_sign, unposted
from zhanggui.core.periods import day_of, midnight
from zhanggui.core.queues import Queue, Waiting, declare
from zhanggui.org.models import User


def orders_unposted(user: User, now: datetime) -> Waiting:
    """Count the orders that left without a voucher; late are those beyond rules.due_at()."""
    over = min(midnight(day_of(now)), now - GRACE)
    counted = (
        unposted(user)
        .order_by()
        .aggregate(
            count=Count("pk"),
            late=Count("pk", filter=Q(shipped_at__lt=over)),
            first=Min("shipped_at"),
        )
    )
    first = counted["first"]
    return Waiting(counted["count"], counted["late"], due_at(first) if first else None)


def days_unsigned(user: User, now: datetime) -> Waiting:
    """Count the days that wait for a signature, shop by shop; each is due the day after."""
    days = [day for day, _shop, _orders in days_to_sign(user, now=now)]
    today = day_of(now)
    return Waiting(
        count=len(days),
        late=sum(day < today - timedelta(days=1) for day in days),
        due_at=midnight(days[0] + timedelta(days=2)) if days else None,
    )


declare(
    Queue(
        code="books.orders_unposted",
        label=_("%(count)s shipped orders to post"),
        act=_("Post"),
        url=lambda: reverse("books:entries"),
        duty_tool="books/entries",
        permission=Can.POST,
        waiting=orders_unposted,
    )
)
declare(
    Queue(
        code="books.days_unsigned",
        label=_("%(count)s days to sign"),
        act=_("Compare and sign"),
        url=lambda: reverse("books:days"),
        duty_tool="books/entries",
        permission=Can.SIGN_DAY,
        waiting=days_unsigned,
    )
)

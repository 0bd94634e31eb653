from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from zhanggui.books.actions import DAY_SIGNED, PERIOD_CLOSED, PERIOD_REOPENED
from zhanggui.books.models import DayClose, Period
from zhanggui.books.selectors import balance
from zhanggui.core.periods import SHANGHAI, Month, day_of
from zhanggui.journal.services import record
from zhanggui.orders.models import Order
from zhanggui.org.models import User
from zhanggui.shops.models import Shop


class CannotCloseError(Exception):
    """A day or a month cannot be closed: it is not over, or something does not agree."""


@transaction.atomic
def sign_day(*, shop_id: int, day: date, by: User, at: datetime) -> DayClose:
    """Sign that a shop's day is over and that its shipments and vouchers agree, fen for fen.

    :raises CannotCloseError: if the day is not over, is signed already, or something differs
    """
    # Locks the shop's days: nothing is posted to it between the check and the signature.
    shop = Shop.objects.select_for_update().get(pk=shop_id)
    if day >= day_of(at):
        raise CannotCloseError(_("A day is signed when it is over"))
    found = balance(shop, day)
    if found.close:
        raise CannotCloseError(_("The day is signed already"))
    if not found.agrees:
        raise CannotCloseError(
            _("%(count)s orders of the day do not agree") % {"count": len(found.differences)}
        )
    close = DayClose.objects.create(
        shop=shop,
        day=day,
        orders=found.shipped,
        shipped_fen=found.shipped_fen,
        posted_fen=found.posted_fen,
        signed_by=by,
        signed_at=at,
    )
    facts: dict[str, str | int] = {
        "orders": found.shipped,
        "fen": found.shipped_fen,
        "day": day.isoformat(),
    }
    record(DAY_SIGNED, by=by, subject=close, at=at, facts=facts)
    return close


@transaction.atomic
def close_period(*, month: Month, by: User, at: datetime) -> Period:
    """Close a month of the books: it takes no more vouchers.

    :raises CannotCloseError: if the month is not over, closed already, or a day of it on which
        orders left is not signed
    """
    if day_of(at) < month.next.first:
        raise CannotCloseError(_("A month is closed when it is over"))
    period, _new = Period.objects.select_for_update().get_or_create(first_day=month.first)
    if period.closed_at:
        raise CannotCloseError(_("The month is closed already"))
    start, end = month.bounds
    days = DayClose.objects.filter(shop=OuterRef("shop"), day=OuterRef("day"))
    unsigned = (
        Order.objects.filter(shipped_at__gte=start, shipped_at__lt=end)
        .annotate(day=TruncDate("shipped_at", tzinfo=SHANGHAI))
        .filter(~Exists(days))
    )
    if left := unsigned.values("shop", "day").distinct().count():
        raise CannotCloseError(_("%(count)s days of the month are not signed") % {"count": left})
    period.closed_at, period.closed_by = at, by
    period.save(update_fields=["closed_at", "closed_by"])
    record(PERIOD_CLOSED, by=by, subject=period, at=at, facts={"month": str(month)})
    return period


@transaction.atomic
def reopen_period(*, month: Month, by: User, at: datetime) -> Period:
    """Open a closed month again, for all to see in the journal.

    :raises CannotCloseError: if the month is not closed
    """
    period = Period.objects.select_for_update().filter(first_day=month.first).first()
    if period is None or period.closed_at is None:
        raise CannotCloseError(_("The month is not closed"))
    period.closed_at = period.closed_by = None
    period.save(update_fields=["closed_at", "closed_by"])
    record(PERIOD_REOPENED, by=by, subject=period, at=at, facts={"month": str(month)})
    return period

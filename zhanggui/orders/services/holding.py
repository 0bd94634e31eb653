from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhanggui.journal.services import Deed, record, record_many
from zhanggui.orders.actions import HELD, HOLD_CLEARED
from zhanggui.orders.models import HoldKind, Order, OrderHold, OrderState
from zhanggui.orders.services.reserving import recount_holds
from zhanggui.org.models import User

# A hold of these kinds goes when its cause goes: the code is matched, the goods come in.
MENDED_ONLY = frozenset({HoldKind.UNKNOWN_SKU, HoldKind.SHORTAGE})


class CannotHoldError(Exception):
    """An order cannot be held, or a hold cannot be cleared."""


@transaction.atomic
def hold_order(*, order: Order, detail: str, by: User, at: datetime) -> OrderHold:
    """Stop an order by hand, with a reason.

    :raises CannotHoldError: without a reason; if it left already; if it is held by hand already
    """
    if not detail.strip():
        raise CannotHoldError(_("Say why the order must wait"))
    if order.state not in {OrderState.UNPAID, OrderState.TO_SHIP}:
        raise CannotHoldError(
            _("Order %(number)s cannot be held any more: %(state)s")
            % {"number": order.number, "state": order.state_shown}
        )
    hold, made = OrderHold.objects.get_or_create(
        order=order, line=None, kind=HoldKind.MANUAL, cleared_at=None,
        defaults={"detail": detail.strip()[:255], "opened_at": at},
    )  # fmt: skip
    if not made:
        raise CannotHoldError(_("Order %(number)s is held already") % {"number": order.number})
    recount_holds({order.pk})
    record(HELD, by=by, subject=order, at=at, facts={"kind": hold.kind})
    return hold


@transaction.atomic
def clear_holds(*, hold_ids: Collection[int], note: str = "", by: User, at: datetime) -> int:
    """Clear holds by name: who cleared them stands on each. Return how many were open.

    :raises CannotHoldError: if one goes only with its cause: an unknown code, a shortage
    """
    holds = list(
        OrderHold.objects.select_for_update(of=("self",))
        .filter(pk__in=hold_ids, cleared_at=None)
        .select_related("order")
        .order_by("pk")
    )
    for hold in holds:
        if hold.kind in MENDED_ONLY:
            raise CannotHoldError(
                _("Order %(number)s: “%(kind)s” goes when its cause is mended, not by hand")
                % {"number": hold.order.number, "kind": hold.get_kind_display()}
            )
    OrderHold.objects.filter(pk__in=[hold.pk for hold in holds]).update(
        cleared_at=at, cleared_by=by, note=note.strip()[:200]
    )
    recount_holds({hold.order_id for hold in holds})
    record_many(
        HOLD_CLEARED,
        by=by,
        subject_model=Order,
        deeds=[Deed(hold.order_id, at, {"kind": hold.kind}) for hold in holds],
    )
    return len(holds)

"""Stock for the lines of orders: promised, short, tried again when goods come in."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, Q

from zhanggui.core.bulk import update_rows
from zhanggui.inventory import services as stock
from zhanggui.journal.services import Deed, record_many
from zhanggui.orders.actions import HOLD_CLEARED
from zhanggui.orders.models import HoldKind, Order, OrderHold, OrderLine, OrderState
from zhanggui.org.models import User

# What a line of ours is called in the stock ledger.
LINE = "orders.orderline"


def reserve(
    wanted: Iterable[tuple[datetime, int, int, int]], *, at: datetime
) -> Sequence[stock.Shortage]:
    """Promise stock to lines (paid at, line id, sku id, quantity), earliest payment first.

    Return the lines that are left short.
    """
    return stock.reserve_many(
        [
            stock.Wanted(sku_id, quantity, line_id)
            for _at, line_id, sku_id, quantity in sorted(wanted)
        ],
        origin_type=LINE,
        at=at,
    ).short


def shortage_detail(merchant_code: str, shortage: stock.Shortage) -> str:
    """Write what a shortage hold says: the code, how many are wanted, how many were free."""
    return f"{merchant_code} ×{shortage.wanted.quantity} ({shortage.free})"


def recount_holds(order_ids: Collection[int]) -> None:
    """Set the tally of open holds of some orders by what the holds say."""
    open_ones = dict(
        OrderHold.objects.filter(order_id__in=order_ids, cleared_at=None)
        .values_list("order_id")
        .annotate(n=Count("pk"))
    )
    update_rows(Order, ("open_holds",), [(open_ones.get(pk, 0), pk) for pk in order_ids])


@transaction.atomic
def reserve_again(
    *, at: datetime, by: User | None = None, sku_ids: Collection[int] | None = None
) -> int:
    """Try the lines that are short once more, earliest payment first; return how many got stock.

    To be called when goods came in (`sku_ids`), and by the clock for all.
    """
    holds = OrderHold.objects.filter(
        kind=HoldKind.SHORTAGE, cleared_at=None, line__isnull=False, order__state=OrderState.TO_SHIP
    )
    if sku_ids is not None:
        holds = holds.filter(line__sku__in=sku_ids)
    by_line = {
        hold.line_id: hold
        for hold in holds.select_related("line").annotate(paid_at=F("order__paid_at"))
    }
    short = reserve(
        [
            (hold.paid_at or hold.opened_at, hold.line.pk, hold.line.sku_id, hold.line.quantity)
            for hold in by_line.values()
            if hold.line and hold.line.sku_id
        ],
        at=at,
    )
    still = {one.wanted.origin_id for one in short}
    served = [hold for line_id, hold in by_line.items() if line_id not in still]
    OrderHold.objects.filter(pk__in=[hold.pk for hold in served]).update(cleared_at=at)
    recount_holds({hold.order_id for hold in served})
    record_many(
        HOLD_CLEARED,
        by=by,
        subject_model=Order,
        deeds=[Deed(hold.order_id, at, {"kind": hold.kind}) for hold in served],
    )
    return len(served)


def give_back(line_ids: Collection[int], *, at: datetime) -> None:
    """Release what is promised to lines that the platform closed, and forget their holds."""
    stock.release(line_ids, origin_type=LINE, at=at)
    OrderHold.objects.filter(line_id__in=line_ids, cleared_at=None).update(cleared_at=at)


def open_shortages(short: Iterable[stock.Shortage], *, at: datetime) -> None:
    """Hold the orders of lines that are left short, unless they are held for it already."""
    by_line = {one.wanted.origin_id: one for one in short}
    lines = OrderLine.objects.filter(pk__in=by_line).exclude(
        Q(holds__kind=HoldKind.SHORTAGE) & Q(holds__cleared_at=None)
    )
    OrderHold.objects.bulk_create(
        OrderHold(
            order_id=line.order_id,
            line_id=line.pk,
            kind=HoldKind.SHORTAGE,
            detail=shortage_detail(line.merchant_code, by_line[line.pk])[:255],
            opened_at=at,
        )
        for line in lines
    )

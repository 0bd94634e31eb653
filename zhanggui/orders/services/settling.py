"""What a newer telling does to the stock and the holds of known orders."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from zhanggui.inventory import services as stock
from zhanggui.orders.models import HoldKind, OrderHold, OrderState
from zhanggui.orders.services.changes import LEFT, Change
from zhanggui.orders.services.receiving_new import ACTIVE, reasons_to_hold
from zhanggui.orders.services.reserving import LINE, open_shortages, reserve

# Holds that come and go with what the platform tells; the others have causes of ours.
TOLD_KINDS = frozenset({HoldKind.AMOUNT.value, HoldKind.REFUND.value})


def _wanted(changes: Iterable[Change]) -> list[tuple[datetime, int, int, int]]:
    return [
        (change.order.paid_at or change.order.ordered_at, line.pk, line.sku_id, line.quantity)
        for change in changes
        for line, _told in change.lines
        if line.sku_id and not line.is_closed
    ]


def settle_stock(changes: Sequence[Change], at: datetime) -> None:
    """Release what was closed, send out what left elsewhere, reserve for what was paid."""
    released = [pk for change in changes for pk in change.newly_closed]
    released += [
        line.pk
        for change in changes
        if change.order.state == OrderState.CANCELLED and change.was in ACTIVE
        for line, _told in change.lines
    ]
    stock.release(released, origin_type=LINE, at=at)
    left = [c for c in changes if c.order.state in LEFT and c.was in ACTIVE]
    if left:
        gone = _wanted(left)
        reserve(gone, at=at)
        stock.consume([line_id for _at, line_id, *_rest in gone], origin_type=LINE, at=at)
    to_ship = [c for c in changes if c.order.state == OrderState.TO_SHIP]
    open_shortages(reserve(_wanted(to_ship), at=at), at=at)


def settle_holds(changes: Sequence[Change], at: datetime) -> None:
    holds: dict[int, list[OrderHold]] = {change.order.pk: [] for change in changes}
    for hold in OrderHold.objects.filter(order__in=holds).order_by("pk"):
        holds[hold.order_id].append(hold)
    moot, opened = list[int](), list[OrderHold]()
    for change in changes:
        reasons = _reasons(change)
        own = holds[change.order.pk]
        closed = {line.pk for line, _told in change.lines if line.is_closed}
        moot += [
            hold.pk
            for hold in own
            if hold.cleared_at is None and _is_moot(hold, change, reasons, closed)
        ]
        # What a person cleared stays cleared while the platform says the same.
        had = {
            (hold.line_id, hold.kind, hold.detail)
            for hold in own
            if hold.cleared_at is None or hold.cleared_by_id
        }
        opened += [
            OrderHold(order=change.order, line_id=line_id, kind=kind, detail=detail, opened_at=at)
            for line_id, kind, detail in sorted(reasons - had, key=str)
        ]
    OrderHold.objects.filter(pk__in=moot).update(cleared_at=at)
    OrderHold.objects.bulk_create(opened)


def _reasons(change: Change) -> set[tuple[int | None, str, str]]:
    if change.order.state not in ACTIVE or not change.is_whole:
        return set()
    by_oid = {told.oid: line for line, told in change.lines if told}
    lines = [by_oid[told.oid] for told in change.telling.order.lines]
    found = reasons_to_hold(
        change.telling.order, [line.pk for line in lines], [line.sku_id for line in lines]
    )
    return {(line_id, kind, detail[:255]) for line_id, kind, detail in found}


def _is_moot(
    hold: OrderHold,
    change: Change,
    reasons: set[tuple[int | None, str, str]],
    closed: set[int],
) -> bool:
    if change.order.state not in ACTIVE or hold.line_id in closed:
        return True
    if hold.kind not in TOLD_KINDS or not change.is_whole:
        return False
    return (hold.line_id, hold.kind, hold.detail) not in reasons

"""Promises of stock to lines of documents, kept by conditional UPDATEs."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, QuerySet

from zhanggui.core.bulk import claim_ids, insert_rows
from zhanggui.inventory.models import (
    Condition,
    Move,
    Reservation,
    ReservationState,
    StockLevel,
)
from zhanggui.inventory.services.moving import MAIN, Movement, move_many, place

_OPEN = ReservationState.OPEN.value


@dataclass(frozen=True, slots=True)
class Wanted:
    """Stock that one line of a document asks for: `origin_id` is the line's id."""

    sku_id: int
    quantity: int
    origin_id: int


@dataclass(frozen=True, slots=True)
class Shortage:
    """A line that got nothing: what it wanted, and what was free when it was its turn."""

    wanted: Wanted
    free: int


@dataclass(frozen=True)
class Granted:
    """The lines whose stock is promised now (also if it was before), and those left short."""

    origin_ids: frozenset[int]
    short: Sequence[Shortage]


@transaction.atomic
def reserve_many(
    wanted: Iterable[Wanted], *, origin_type: str, at: datetime, location_code: str = MAIN
) -> Granted:
    """Promise good stock to lines: each wholly or not at all, in the order given per SKU.

    Lines of one call are served SKU by SKU in ascending order, so that two calls never wait for
    each other. A line that holds a promise, or was shipped, is granted again without effect.
    """
    asked = list(wanted)
    settled = set(
        Reservation.objects.filter(
            origin_type=origin_type, origin_id__in=[w.origin_id for w in asked]
        )
        .exclude(state=ReservationState.RELEASED)
        .values_list("origin_id", flat=True)
    )
    by_sku: dict[int, list[Wanted]] = defaultdict(list)
    for one in asked:
        if one.origin_id not in settled:
            by_sku[one.sku_id].append(one)
    granted, short = _grant(by_sku, location_code)
    # Tuples, not objects: an order file asks for thousands (core.bulk).
    insert_rows(
        Reservation,
        ("id", "level", "origin_type", "origin_id", "quantity", "state", "made_at"),
        [
            (
                pk,
                level_id,
                origin_type,
                one.origin_id,
                one.quantity,
                ReservationState.OPEN.value,
                at,
            )
            for pk, (level_id, one) in zip(
                claim_ids(Reservation, len(granted)), granted, strict=True
            )
        ],
    )
    return Granted(frozenset(settled | {one.origin_id for _level, one in granted}), short)


def _grant(
    by_sku: Mapping[int, Sequence[Wanted]], location_code: str
) -> tuple[list[tuple[int, Wanted]], list[Shortage]]:
    """Take what is free, each SKU by one conditional UPDATE; return (level, line) and shortages."""
    levels = {
        sku_id: (pk, on_hand - reserved)
        for sku_id, pk, on_hand, reserved in StockLevel.objects.filter(
            sku__in=by_sku, location=place(location_code), condition=Condition.GOOD
        ).values_list("sku_id", "pk", "on_hand", "reserved")
    }
    parted = {
        sku_id: _serve(by_sku[sku_id], levels.get(sku_id, (0, 0))[1]) for sku_id in sorted(by_sku)
    }
    asked = [
        (levels[sku_id][0], sum(one.quantity for one in served))
        for sku_id, (served, _left) in parted.items()
        if served
    ]
    if not _take_all(asked):
        # Somebody took of it since we looked: ask line by line.
        for sku_id, (served, left) in parted.items():
            left += [one for one in served if not _take_all([(levels[sku_id][0], one.quantity)])]
            parted[sku_id] = [one for one in served if one not in left], left
    granted = [
        (levels[sku_id][0], one) for sku_id, (served, _left) in parted.items() for one in served
    ]
    short = []
    for sku_id, (served, left) in parted.items():
        free = levels.get(sku_id, (0, 0))[1] - sum(one.quantity for one in served)
        short += [Shortage(one, max(free, 0)) for one in left]
    return granted, short


def _serve(wanted: Sequence[Wanted], free: int) -> tuple[list[Wanted], list[Wanted]]:
    """Part lines into those that the free stock serves, in their order, and the rest."""
    served, left = [], []
    for one in wanted:
        if one.quantity <= free:
            free -= one.quantity
            served.append(one)
        else:
            left.append(one)
    return served, left


def _take_all(asked: Sequence[tuple[int, int]]) -> bool:
    """Raise what is reserved of levels (id, quantity), in their order: all of them, or none.

    One conditional UPDATE each, sent together: through the ORM they are a third of an import.
    """
    if not asked:
        return True
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE inventory_stocklevel SET reserved = reserved + %s"
            " WHERE id = %s AND on_hand - reserved >= %s",
            [(quantity, level_id, quantity) for level_id, quantity in asked],
        )
        took_all = cursor.rowcount == len(asked)
        if not took_all:
            transaction.set_rollback(True)  # this savepoint alone
    return took_all


@transaction.atomic
def release(origin_ids: Collection[int], *, origin_type: str, at: datetime) -> int:
    """Give back what is still promised to these lines; return how many promises were open."""
    open_ones = list(_open(origin_ids, origin_type))
    promised: Counter[int] = Counter()
    for reservation in open_ones:
        promised[reservation.level_id] += reservation.quantity
    for level_id, quantity in promised.items():
        StockLevel.objects.filter(pk=level_id).update(reserved=F("reserved") - quantity)
    return Reservation.objects.filter(pk__in=[r.pk for r in open_ones]).update(
        state=ReservationState.RELEASED, closed_at=at
    )


@transaction.atomic
def consume(origin_ids: Collection[int], *, origin_type: str, at: datetime) -> Sequence[Move]:
    """Send what was promised to these lines to the customer; return the moves (with unit cost).

    The move's origin is the line itself. A line without an open promise moves nothing: compare
    the moves' `origin_id` with what was asked.
    """
    open_ones = list(_open(origin_ids, origin_type).select_related("level__sku"))
    release([r.origin_id for r in open_ones], origin_type=origin_type, at=at)
    Reservation.objects.filter(pk__in=[r.pk for r in open_ones]).update(
        state=ReservationState.CONSUMED
    )
    customer = place("customer")
    return move_many(
        [
            Movement(
                sku_id=r.level.sku_id,
                quantity=r.quantity,
                source_id=r.level.location_id,
                destination_id=customer.pk,
                origin_type=origin_type,
                origin_id=r.origin_id,
                # A line whose goods came back (returning.py) leaves again, under a new promise.
                origin_line=r.pk,
                unit_cost_fen=r.level.sku.cost_fen,
            )
            for r in open_ones
        ],
        at=at,
    )


def _open(origin_ids: Collection[int], origin_type: str) -> QuerySet[Reservation]:
    return Reservation.objects.filter(
        origin_type=origin_type, origin_id__in=origin_ids, state=ReservationState.OPEN
    ).order_by("level__sku_id", "id")

"""Promises of stock to lines of documents, kept by conditional UPDATEs."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction

from zhanggui.core.bulk import insert_rows
from zhanggui.inventory.models import (
    Condition,
    Reservation,
    ReservationState,
    StockLevel,
)
from zhanggui.inventory.services.levels import Delta, change_levels, lock_levels
from zhanggui.inventory.services.moving import MAIN, Movement, place, write_moves

_CHUNK = 5000


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

    A line that holds a promise, or was shipped, is granted again without effect. Locks go in SKU
    order, so that two calls never wait for each other.
    """
    asked = {one.origin_id: one for one in wanted}
    settled = _settled(list(asked), origin_type)
    fresh = [one for one in asked.values() if one.origin_id not in settled]
    free = _free_stock({one.sku_id for one in fresh}, location_code)
    served, short = _share(fresh, free)
    granted = _take(served, free)
    got = {one.origin_id for one in granted}
    short += [Shortage(one, 0) for one in served if one.origin_id not in got]
    write_promises(
        ((free[one.sku_id][0], origin_type, one.origin_id, one.quantity) for one in granted), at=at
    )
    return Granted(frozenset(settled | got), short)


def _settled(origin_ids: Sequence[int], origin_type: str) -> set[int]:
    """Return the lines that hold a promise or were shipped."""
    settled: set[int] = set()
    for start in range(0, len(origin_ids), _CHUNK):
        found = Reservation.objects.filter(
            origin_type=origin_type, origin_id__in=origin_ids[start : start + _CHUNK]
        ).exclude(state=ReservationState.RELEASED)
        settled.update(found.values_list("origin_id", flat=True))
    return settled


def _free_stock(sku_ids: Collection[int], location_code: str) -> dict[int, tuple[int, int]]:
    """Lock the levels of the SKUs in SKU order; return SKU → (level, free quantity)."""
    levels = StockLevel.objects.filter(
        sku_id__in=sku_ids, location=place(location_code), condition=Condition.GOOD
    )
    if connection.features.has_select_for_update:
        levels = levels.select_for_update()
    rows = levels.order_by("sku_id").values_list("sku_id", "pk", "on_hand", "reserved")
    return {sku_id: (pk, on_hand - reserved) for sku_id, pk, on_hand, reserved in rows}


def _share(
    wanted: Iterable[Wanted], free: dict[int, tuple[int, int]]
) -> tuple[list[Wanted], list[Shortage]]:
    """Serve the lines in turn from what is free of their SKU."""
    left = {sku_id: quantity for sku_id, (_level, quantity) in free.items()}
    granted: list[Wanted] = []
    short: list[Shortage] = []
    for one in wanted:
        there = left.get(one.sku_id, 0)
        if 0 < one.quantity <= there:
            left[one.sku_id] = there - one.quantity
            granted.append(one)
        else:
            short.append(Shortage(one, there))
    return granted, short


def _take(served: Sequence[Wanted], free: dict[int, tuple[int, int]]) -> list[Wanted]:
    """Raise what is reserved, all levels in one statement; return the lines that got theirs.

    The lock holds what we saw. Should a level hold less all the same, its lines ask one by one:
    the condition of the UPDATE is what counts, not what was read before.
    """
    taken: Counter[int] = Counter()
    for one in served:
        taken[free[one.sku_id][0]] += one.quantity
    changed = change_levels({pk: Delta(reserved=quantity) for pk, quantity in taken.items()})
    if len(changed) == len(taken):
        return list(served)
    granted = []
    for one in served:
        pk, _quantity = free[one.sku_id]
        if pk in changed or change_levels({pk: Delta(reserved=one.quantity)}):
            granted.append(one)
    return granted


@transaction.atomic
def release(origin_ids: Collection[int], *, origin_type: str, at: datetime) -> int:
    """Give back what is still promised to these lines; return how many promises were open."""
    closed = close_promises(
        origin_ids, origin_type, ReservationState.OPEN, ReservationState.RELEASED, at
    )
    change_promised(closed, on_hand=0, reserved=-1)
    return len(closed)


@transaction.atomic
def consume(origin_ids: Collection[int], *, origin_type: str, at: datetime) -> Sequence[Movement]:
    """Send what was promised to these lines to the customer; return what moved, with unit cost.

    The move's origin is the line, and the promise that it keeps. A line without an open promise
    moves nothing: compare the `origin_id` of what moved with what was asked.
    """
    closed = close_promises(
        origin_ids, origin_type, ReservationState.OPEN, ReservationState.CONSUMED, at
    )
    if not closed:
        return []
    change_promised(closed, on_hand=-1, reserved=-1)
    levels = StockLevel.objects.filter(pk__in={promise.level_id for promise in closed})
    goods = {
        pk: (sku_id, location_id, condition, cost)
        for pk, sku_id, location_id, condition, cost in levels.values_list(
            "pk", "sku_id", "location_id", "condition", "sku__cost_fen"
        )
    }
    customer_id = place("customer").pk
    moved = []
    for promise in closed:
        sku_id, location_id, condition, cost = goods[promise.level_id]
        moved.append(
            Movement(
                sku_id=sku_id,
                quantity=promise.quantity,
                source_id=location_id,
                destination_id=customer_id,
                origin_type=origin_type,
                origin_id=promise.origin_id,
                origin_line=promise.pk,
                condition=condition,
                unit_cost_fen=cost,
            )
        )
    write_moves(moved, at=at)
    return moved


class Promise(NamedTuple):
    """A reservation, as the statement that closed it returned it."""

    pk: int
    level_id: int
    origin_id: int
    quantity: int


def close_promises(
    origin_ids: Collection[int],
    origin_type: str,
    was: ReservationState,
    becomes: ReservationState,
    at: datetime,
) -> list[Promise]:
    """Close promises to lines, each once whoever else asks at the same moment; return those."""
    closed: list[Promise] = []
    ids = sorted(origin_ids)
    moment = Reservation._meta.get_field("closed_at").get_db_prep_save(at, connection)
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        marks = ",".join(["%s"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE inventory_reservation SET state = %s, closed_at = %s "  # noqa: S608
                f"WHERE origin_type = %s AND state = %s AND origin_id IN ({marks}) "
                "RETURNING id, level_id, origin_id, quantity",
                [becomes.value, moment, origin_type, was.value, *some],
            )
            closed += [Promise(*row) for row in cursor.fetchall()]
    return closed


def change_promised(promises: Iterable[Promise], *, on_hand: int, reserved: int) -> None:
    """Add the promised quantities to their levels, times 1, 0 or -1."""
    quantities: Counter[int] = Counter()
    for promise in promises:
        quantities[promise.level_id] += promise.quantity
    lock_levels(quantities)
    changed = change_levels(
        {pk: Delta(on_hand * quantity, reserved * quantity) for pk, quantity in quantities.items()}
    )
    if len(changed) < len(quantities):
        raise RuntimeError("A level and its reservations do not agree")


def write_promises(rows: Iterable[tuple[int, str, int, int]], *, at: datetime) -> None:
    """Insert open reservations: (level, origin type, origin, quantity)."""
    insert_rows(
        Reservation,
        ("level", "origin_type", "origin_id", "quantity", "state", "made_at"),
        [(*row, ReservationState.OPEN.value, at) for row in rows],
    )

"""Moves of goods: append-only, from one place to another; levels follow in the same transaction."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from zhanggui.inventory.models import Condition, Location, LocationKind, Move, StockLevel

MAIN = "main"
# The places that every installation has, by code: what kind they are and what they are called.
PLACES = {
    MAIN: (LocationKind.STORAGE, "主仓"),
    "supplier": (LocationKind.SUPPLIER, "供应商"),
    "customer": (LocationKind.CUSTOMER, "客户"),
    "adjustment": (LocationKind.ADJUSTMENT, "盘点调整"),
}
_CHUNK = 2000

LevelKey = tuple[int, int, str]


class CannotMoveError(Exception):
    """The goods are not there to be moved."""


@dataclass(frozen=True, slots=True)
class Movement:
    """Goods to move: how many of which, from where to where, and the document that asks for it.

    The same origin (type, id, line) moves once: a repeat is passed over.
    """

    sku_id: int
    quantity: int
    source_id: int
    destination_id: int
    origin_type: str
    origin_id: int
    origin_line: int = 0
    condition: str = Condition.GOOD
    unit_cost_fen: int = 0


def place(code: str) -> Location:
    """Return one of the standard places (MAIN, "supplier", "customer", "adjustment")."""
    kind, name = PLACES[code]
    location, _made = Location.objects.get_or_create(
        code=code, defaults={"kind": kind, "name": name}
    )
    return location


def move(movement: Movement, *, at: datetime) -> Move | None:
    """Move goods once; None when this origin has moved already. See move_many()."""
    moves = move_many([movement], at=at)
    return moves[0] if moves else None


@transaction.atomic
def move_many(movements: Iterable[Movement], *, at: datetime) -> Sequence[Move]:
    """Write moves and bring the levels of the storage places along; return the new moves.

    Movements whose origin has moved already are passed over.

    :raises CannotMoveError: if a storage place holds less free stock than is to leave it
    """
    fresh = _not_moved_yet(list(movements))
    if not fresh:
        return []
    _change_levels(_storage_changes(fresh))
    return Move.objects.bulk_create(
        [
            Move(
                sku_id=m.sku_id,
                source_id=m.source_id,
                destination_id=m.destination_id,
                condition=m.condition,
                quantity=m.quantity,
                origin_type=m.origin_type,
                origin_id=m.origin_id,
                origin_line=m.origin_line,
                unit_cost_fen=m.unit_cost_fen,
                happened_at=at,
            )
            for m in fresh
        ],
        batch_size=_CHUNK,
    )


def _not_moved_yet(movements: Sequence[Movement]) -> list[Movement]:
    wanted = {(m.origin_type, m.origin_id, m.origin_line): m for m in movements}
    by_type: dict[str, set[int]] = {}
    for origin_type, origin_id, _line in wanted:
        by_type.setdefault(origin_type, set()).add(origin_id)
    for origin_type, ids in by_type.items():
        done = Move.objects.filter(origin_type=origin_type, origin_id__in=ids)
        for key in done.values_list("origin_type", "origin_id", "origin_line"):
            wanted.pop(key, None)
    return list(wanted.values())


def _storage_changes(movements: Sequence[Movement]) -> Counter[LevelKey]:
    """Add up what the movements do to each level of a storage place."""
    places = {m.source_id for m in movements} | {m.destination_id for m in movements}
    storage = set(
        Location.objects.filter(pk__in=places, kind=LocationKind.STORAGE).values_list(
            "pk", flat=True
        )
    )
    changes: Counter[LevelKey] = Counter()
    for m in movements:
        if m.source_id in storage:
            changes[m.sku_id, m.source_id, m.condition] -= m.quantity
        if m.destination_id in storage:
            changes[m.sku_id, m.destination_id, m.condition] += m.quantity
    return changes


def _change_levels(changes: Counter[LevelKey]) -> None:
    """Apply the changes in SKU order, each by one conditional UPDATE."""
    StockLevel.objects.bulk_create(
        [
            StockLevel(sku_id=sku_id, location_id=location_id, condition=condition)
            for (sku_id, location_id, condition), change in sorted(changes.items())
            if change > 0
        ],
        ignore_conflicts=True,
        batch_size=_CHUNK,
    )
    for (sku_id, location_id, condition), change in sorted(changes.items()):
        if not change:
            continue
        enough = Q(on_hand__gte=F("reserved") - change)
        updated = StockLevel.objects.filter(
            enough, sku_id=sku_id, location_id=location_id, condition=condition
        ).update(on_hand=F("on_hand") + change)
        if not updated:
            raise CannotMoveError(_("There is not enough free stock to move."))

"""Moves of goods: append-only, from one place to another; levels follow in the same transaction."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhanggui.catalog.models import Sku
from zhanggui.core.bulk import insert_rows
from zhanggui.inventory.models import Condition, Location, LocationKind, Move, StockLevel
from zhanggui.inventory.services.levels import Delta, change_levels, lock_levels

MAIN = "main"
# The places that every installation has, by code: what kind they are and what they are called.
PLACES = {
    MAIN: (LocationKind.STORAGE, "主仓"),
    "supplier": (LocationKind.SUPPLIER, "供应商"),
    "customer": (LocationKind.CUSTOMER, "客户"),
    "adjustment": (LocationKind.ADJUSTMENT, "盘点调整"),
}
_CHUNK = 2000

# SKU, location, condition.
LevelKey = tuple[int, int, str]


class CannotMoveError(Exception):
    """The goods are not there to be moved, or there is no way between the places."""


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


def move(movement: Movement, *, at: datetime) -> bool:
    """Move goods once; False when this origin has moved already. See move_many()."""
    return bool(move_many([movement], at=at))


@transaction.atomic
def move_many(movements: Iterable[Movement], *, at: datetime) -> Sequence[Movement]:
    """Write moves and bring the levels of the storage places along; return what moved.

    Movements whose origin has moved already are passed over.

    :raises CannotMoveError: if a storage place holds less free stock than is to leave it, a
        quantity is not above zero, or goods would stay where they are
    """
    fresh = _not_moved_yet(list(movements))
    if any(m.quantity <= 0 or m.source_id == m.destination_id for m in fresh):
        raise CannotMoveError(_("A move needs a quantity, and two different places."))
    if not fresh:
        return []
    _apply(_storage_changes(fresh))
    write_moves(fresh, at=at)
    return fresh


def write_moves(movements: Iterable[Movement], *, at: datetime) -> None:
    """Write moves whose levels are changed already: only for the services of this app."""
    insert_rows(
        Move,
        (
            "sku",
            "source",
            "destination",
            "condition",
            "quantity",
            "origin_type",
            "origin_id",
            "origin_line",
            "unit_cost_fen",
            "happened_at",
        ),
        [
            (
                m.sku_id,
                m.source_id,
                m.destination_id,
                m.condition,
                m.quantity,
                m.origin_type,
                m.origin_id,
                m.origin_line,
                m.unit_cost_fen,
                at,
            )
            for m in movements
        ],
    )


def _not_moved_yet(movements: Sequence[Movement]) -> list[Movement]:
    wanted = {(m.origin_type, m.origin_id, m.origin_line): m for m in movements}
    by_type: dict[str, list[int]] = defaultdict(list)
    for origin_type, origin_id, _line in wanted:
        by_type[origin_type].append(origin_id)
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


def _apply(changes: Counter[LevelKey]) -> None:
    """Change the levels, making those that goods reach for the first time."""
    changes = Counter({key: change for key, change in changes.items() if change})
    StockLevel.objects.bulk_create(
        [
            StockLevel(sku_id=sku_id, location_id=location_id, condition=condition)
            for (sku_id, location_id, condition), change in sorted(changes.items())
            if change > 0
        ],
        ignore_conflicts=True,
        batch_size=_CHUNK,
    )
    levels = StockLevel.objects.filter(
        sku_id__in={key[0] for key in changes}, location_id__in={key[1] for key in changes}
    )
    rows = levels.values_list("pk", "sku_id", "location_id", "condition")
    ids = {(sku, location, condition): pk for pk, sku, location, condition in rows}
    if unknown := changes.keys() - ids.keys():
        raise _short(unknown)
    deltas = {ids[key]: Delta(on_hand=change) for key, change in changes.items()}
    lock_levels(deltas)
    changed = change_levels(deltas)
    if short := {key for key in changes if ids[key] not in changed}:
        raise _short(short)


def _short(keys: set[LevelKey]) -> CannotMoveError:
    codes = Sku.objects.filter(pk__in={key[0] for key in keys}).order_by("pk")
    names = "、".join(codes.values_list("merchant_code", flat=True)[:5])
    return CannotMoveError(
        _("There is not enough free stock to move of: %(skus)s.") % {"skus": names}
    )

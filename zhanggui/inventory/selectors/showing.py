"""What pages show of the stock."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from zhanggui.catalog.models import Sku
from zhanggui.inventory.documents import Name, names_of
from zhanggui.inventory.models import (
    Move,
    Reservation,
    ReservationState,
    StockLevel,
)

OPENING = "opening"
MOVES_SHOWN = 200


def levels_with_free() -> QuerySet[StockLevel]:
    """Return levels with what is free of them, and their goods and place."""
    rows = StockLevel.objects.select_related("sku__product", "location")
    return rows.annotate(free=F("on_hand") - F("reserved"))


def find_levels(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Narrow to goods by merchant code, barcode or product name."""
    return rows.filter(
        Q(sku__merchant_code__icontains=text)
        | Q(sku__barcode=text)
        | Q(sku__product__name__icontains=text)
    )


@dataclass(frozen=True)
class ShownMove:
    """A move as one line of a level's account: what came, what went, and what stood after it."""

    move: Move
    change: int
    after: int
    document: Name


@dataclass(frozen=True)
class Account:
    """A level explained: what stood before the moves shown, and each of them, the newest first."""

    level: StockLevel
    before: int
    moves: Sequence[ShownMove]

    @property
    def adds_up(self) -> bool:
        return self.level.on_hand == (self.moves[0].after if self.moves else self.before)


def accounts_of(sku: Sku) -> list[Account]:
    """Explain each level of a SKU as the sum of its moves."""
    levels = sku.levels.select_related("location").order_by("location__code", "condition")
    return [_account(level) for level in levels]


def _account(level: StockLevel) -> Account:
    mine = Move.objects.filter(
        Q(source=level.location_id) | Q(destination=level.location_id),
        sku=level.sku_id,
        condition=level.condition,
    )
    came = mine.filter(destination=level.location_id).aggregate(Sum("quantity"))
    went = mine.filter(source=level.location_id).aggregate(Sum("quantity"))
    after = (came["quantity__sum"] or 0) - (went["quantity__sum"] or 0)
    shown = []
    newest = mine.select_related("source", "destination").order_by("-id")
    moves = list(newest[:MOVES_SHOWN])
    names = names_of((move.origin_type, move.origin_id) for move in moves)
    for move in moves:
        change = move.quantity if move.destination_id == level.location_id else -move.quantity
        document = names[move.origin_type, move.origin_id]
        shown.append(ShownMove(move, change, after, document))
        after -= change
    return Account(level, after, shown)


def promises_of(sku: Sku) -> list[tuple[Reservation, Name]]:
    """Return the open promises of a SKU with their documents, the oldest first."""
    found = Reservation.objects.filter(level__sku=sku, state=ReservationState.OPEN)
    promises = list(found.order_by("id")[:MOVES_SHOWN])
    names = names_of((one.origin_type, one.origin_id) for one in promises)
    return [(one, names[one.origin_type, one.origin_id]) for one in promises]


def stock_of(skus: Collection[Sku]) -> dict[int, dict[str, int]]:
    """Return on hand, reserved and free of SKUs at all storage places: one query."""
    rows = (
        StockLevel.objects.filter(sku__in=skus)
        .values("sku_id")
        .annotate(on_hand=Sum("on_hand"), reserved=Sum("reserved"))
    )
    return {
        row["sku_id"]: {
            "on_hand": row["on_hand"],
            "reserved": row["reserved"],
            "free": row["on_hand"] - row["reserved"],
        }
        for row in rows
    }


def openings_of(sku_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Return the opening stock that stands of SKUs, and how often it was recorded."""
    found: dict[int, tuple[int, int]] = {}
    moves = Move.objects.filter(
        origin_type__in=(OPENING, f"{OPENING}.back"), origin_id__in=sku_ids, sku__in=sku_ids
    )
    for sku_id, kind, quantity in moves.values_list("sku_id", "origin_type", "quantity"):
        total, times = found.get(sku_id, (0, 0))
        is_opening = kind == OPENING
        found[sku_id] = (total + (quantity if is_opening else -quantity), times + is_opening)
    return found

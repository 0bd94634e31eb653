"""What the ledger says, read from its rows."""

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Sum

from zhanggui.inventory.models import (
    LocationKind,
    Move,
    Reservation,
    ReservationState,
    StockLevel,
)


@dataclass(frozen=True)
class Difference:
    """A level that does not say what its moves and promises add up to."""

    sku_id: int
    merchant_code: str
    location: str
    condition: str
    on_hand: int
    moved: int
    reserved: int
    promised: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def differences() -> list[Difference]:
    """Prove that each level is the sum of its moves and promises; return those that are not.

    Moves of a storage place without a level count too.
    """
    moved = _moved()
    promised = dict(
        Reservation.objects.filter(state=ReservationState.OPEN)
        .values_list("level_id")
        .annotate(Sum("quantity"))
    )
    wrong = []
    levels = StockLevel.objects.select_related("sku", "location").order_by("sku_id", "id")
    for level in levels.iterator(chunk_size=2000):
        key = (level.sku_id, level.location_id, level.condition)
        said, told = moved.pop(key, 0), promised.get(level.pk, 0)
        if (level.on_hand, level.reserved) != (said, told):
            wrong.append(
                Difference(
                    sku_id=level.sku_id,
                    merchant_code=level.sku.merchant_code,
                    location=level.location.name,
                    condition=level.condition,
                    on_hand=level.on_hand,
                    moved=said,
                    reserved=level.reserved,
                    promised=told,
                )
            )
    return wrong + _without_level(moved)


def _moved() -> Counter[tuple[int, int, str]]:
    """Add up all moves by SKU, storage place and condition."""
    sums: Counter[tuple[int, int, str]] = Counter()
    for side, sign in (("destination", 1), ("source", -1)):
        rows = (
            Move.objects.filter(**{f"{side}__kind": LocationKind.STORAGE})
            .values_list("sku_id", f"{side}_id", "condition")
            .annotate(Sum("quantity"))
        )
        for sku_id, location_id, condition, quantity in rows:
            sums[sku_id, location_id, condition] += sign * quantity
    return sums


def _without_level(moved: Counter[tuple[int, int, str]]) -> list[Difference]:
    return [
        Difference(sku_id, f"#{sku_id}", f"#{location_id}", condition, 0, quantity, 0, 0)
        for (sku_id, location_id, condition), quantity in sorted(moved.items())
        if quantity
    ]

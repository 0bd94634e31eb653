"""The one statement that changes stock levels: many at once, each only if it stays possible."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import connection

from zhanggui.inventory.models import StockLevel

_CHUNK = 5000


@dataclass(frozen=True, slots=True)
class Delta:
    """What a level gains (or, below zero, loses)."""

    on_hand: int = 0
    reserved: int = 0


def lock_levels(level_ids: Collection[int]) -> None:
    """Lock levels in SKU order, so that two transactions never wait for each other.

    SQLite has one writer at a time and needs no locks.
    """
    if connection.features.has_select_for_update:
        ids = StockLevel.objects.select_for_update().filter(pk__in=level_ids)
        list(ids.order_by("sku_id", "id").values_list("pk", flat=True))


def change_levels(deltas: Mapping[int, Delta]) -> frozenset[int]:
    """Apply each delta where 0 ≤ reserved ≤ on hand still holds; return the ids that changed.

    One conditional UPDATE for many levels: it cannot be overtaken between a test and a write.
    """
    changed: set[int] = set()
    rows = [(pk, d.on_hand, d.reserved) for pk, d in sorted(deltas.items())]
    for start in range(0, len(rows), _CHUNK):
        some = rows[start : start + _CHUNK]
        marks = ",".join(["(%s, %s, %s)"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH delta (level_id, more_on_hand, more_reserved) AS "  # noqa: S608 - marks only
                f"(VALUES {marks}) "
                "UPDATE inventory_stocklevel AS level "
                "SET on_hand = level.on_hand + delta.more_on_hand, "
                "reserved = level.reserved + delta.more_reserved FROM delta "
                "WHERE level.id = delta.level_id "
                "AND level.reserved + delta.more_reserved >= 0 "
                "AND level.on_hand + delta.more_on_hand >= level.reserved + delta.more_reserved "
                "RETURNING id",
                [value for row in some for value in row],
            )
            changed.update(pk for (pk,) in cursor.fetchall())
    return frozenset(changed)

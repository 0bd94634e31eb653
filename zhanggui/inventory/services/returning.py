"""Goods that never left after all: back into the ledger, and promised to the same lines again."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from zhanggui.inventory.models import Move, Reservation, ReservationState, StockLevel
from zhanggui.inventory.services.moving import Movement, move_many, place


@transaction.atomic
def take_back(origin_ids: Collection[int], *, origin_type: str, at: datetime) -> Sequence[Move]:
    """Undo consume() for these lines by counter-moves, and promise the goods to them anew.

    The counter-moves' origin is "<origin_type>.back", the line, and the promise that was undone.
    """
    consumed = list(
        Reservation.objects.filter(
            origin_type=origin_type, origin_id__in=origin_ids, state=ReservationState.CONSUMED
        )
        .select_related("level__sku")
        .order_by("level__sku_id", "id")
    )
    customer = place("customer")
    moves = move_many(
        [
            Movement(
                sku_id=r.level.sku_id,
                quantity=r.quantity,
                source_id=customer.pk,
                destination_id=r.level.location_id,
                origin_type=f"{origin_type}.back",
                origin_id=r.origin_id,
                origin_line=r.pk,
                unit_cost_fen=r.level.sku.cost_fen,
            )
            for r in consumed
        ],
        at=at,
    )
    Reservation.objects.filter(pk__in=[r.pk for r in consumed]).update(
        state=ReservationState.RELEASED, closed_at=at
    )
    for r in consumed:
        StockLevel.objects.filter(pk=r.level_id).update(reserved=F("reserved") + r.quantity)
    Reservation.objects.bulk_create(
        [
            Reservation(
                level_id=r.level_id,
                origin_type=r.origin_type,
                origin_id=r.origin_id,
                quantity=r.quantity,
                made_at=at,
            )
            for r in consumed
        ]
    )
    return moves

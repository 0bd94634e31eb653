"""Goods that never left after all: back into the ledger, and promised to the same lines again."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.inventory.models import Move, ReservationState
from zhanggui.inventory.services.moving import Movement, write_moves
from zhanggui.inventory.services.reserving import change_promised, close_promises, write_promises


@transaction.atomic
def take_back(origin_ids: Collection[int], *, origin_type: str, at: datetime) -> Sequence[Movement]:
    """Undo consume() for these lines by counter-moves, and promise the goods to them anew.

    The counter-moves' origin is "<origin_type>.back", the line, and the promise that was undone;
    they carry the cost at which the goods left.
    """
    undone = close_promises(
        origin_ids, origin_type, ReservationState.CONSUMED, ReservationState.RELEASED, at
    )
    change_promised(undone, on_hand=1, reserved=1)
    left = Move.objects.filter(
        origin_type=origin_type,
        origin_id__in=[promise.origin_id for promise in undone],
        origin_line__in=[promise.pk for promise in undone],
    )
    moved = [
        Movement(
            sku_id=move.sku_id,
            quantity=move.quantity,
            source_id=move.destination_id,
            destination_id=move.source_id,
            origin_type=f"{origin_type}.back",
            origin_id=move.origin_id,
            origin_line=move.origin_line,
            condition=move.condition,
            unit_cost_fen=move.unit_cost_fen,
        )
        for move in left
    ]
    write_moves(moved, at=at)
    write_promises(((p.level_id, origin_type, p.origin_id, p.quantity) for p in undone), at=at)
    return moved

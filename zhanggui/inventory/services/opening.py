"""Opening stock: what stood on the shelves on the first day, as moves from nowhere."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.catalog.models import Sku
from zhanggui.inventory.actions import OPENING_RECORDED
from zhanggui.inventory.selectors.showing import OPENING, openings_of
from zhanggui.inventory.services.moving import MAIN, CannotMoveError, Movement, move_many, place
from zhanggui.journal.services import Deed, record_many
from zhanggui.org.models import User


@transaction.atomic
def record_openings(quantities: Mapping[int, int], *, by: User, at: datetime) -> Sequence[Movement]:
    """Record opening stock by SKU id; SKUs that have one keep it."""
    standing = openings_of(quantities)
    costs = dict(Sku.objects.filter(pk__in=quantities).values_list("pk", "cost_fen"))
    source, shelf = place("adjustment").pk, place(MAIN).pk
    moved = move_many(
        [
            Movement(
                sku_id=sku_id,
                quantity=quantity,
                source_id=source,
                destination_id=shelf,
                origin_type=OPENING,
                origin_id=sku_id,
                origin_line=standing.get(sku_id, (0, 0))[1],
                unit_cost_fen=costs[sku_id],
            )
            for sku_id, quantity in quantities.items()
            if quantity > 0 and not standing.get(sku_id, (0, 0))[0]
        ],
        at=at,
    )
    deeds = [Deed(m.sku_id, at, {"quantity": m.quantity}) for m in moved]
    record_many(OPENING_RECORDED, by=by, subject_model=Sku, deeds=deeds)
    return moved


def take_back_opening(sku_id: int, *, at: datetime) -> bool:
    """Move the opening stock of a SKU back; False when it is not free any more."""
    quantity, times = openings_of([sku_id]).get(sku_id, (0, 0))
    if not quantity:
        return True
    back = Movement(
        sku_id=sku_id,
        quantity=quantity,
        source_id=place(MAIN).pk,
        destination_id=place("adjustment").pk,
        origin_type=f"{OPENING}.back",
        origin_id=sku_id,
        origin_line=times,
    )
    try:
        move_many([back], at=at)
    except CannotMoveError:
        return False
    return True

"""The proof that the ledger adds up. It tells; it never mends: a difference has a cause."""

from datetime import datetime

from django.db import transaction

from zhanggui.inventory.actions import DIFFERENCE_FOUND
from zhanggui.inventory.models import Proof, StockLevel
from zhanggui.inventory.selectors.proof import differences
from zhanggui.journal.services import record


@transaction.atomic
def prove(*, at: datetime) -> Proof:
    """Compare each level with its moves and promises; keep the result."""
    found = [one.as_json() for one in differences()]
    proof = Proof.objects.create(ran_at=at, levels=StockLevel.objects.count(), differences=found)
    if found:
        record(DIFFERENCE_FOUND, by=None, subject=proof, at=at, facts={"levels": len(found)})
    return proof

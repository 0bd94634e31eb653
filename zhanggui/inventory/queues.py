from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhanggui.core.queues import Queue, Waiting, declare
from zhanggui.inventory.models import Proof
from zhanggui.inventory.permissions import Can


def differences(_user: Any, _now: datetime) -> Waiting:
    """Count what did not add up in the newest proof: each is late from the moment it is found."""
    proof = Proof.objects.order_by("-id").first()
    count = len(proof.differences) if proof else 0
    return Waiting(count, count, proof.ran_at if proof and count else None)


declare(
    Queue(
        code="inventory.differences",
        label=_("%(count)s stock levels that do not add up"),
        act=_("Look"),
        url=lambda: reverse("inventory:proofs"),
        duty_tool="inventory/stock",
        permission=Can.VIEW_PROOF,
        waiting=differences,
    )
)

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhanggui.core.search import Hit, Provider, declare
from zhanggui.org.models import User
from zhanggui.shipping.models import Parcel
from zhanggui.shipping.permissions import Can
from zhanggui.shipping.rules import MIN_LENGTH, tidy


def find(user: User, text: str, limit: int) -> Sequence[Hit]:
    """Find parcels by the beginning of their tracking number."""
    word = tidy(text)
    if len(word) < MIN_LENGTH:
        return []
    found = Parcel.objects.visible_to(user).filter(number__startswith=word)
    return [
        Hit(
            label=parcel.number,
            detail=f"{parcel.carrier} · {parcel.order} · {parcel.get_state_display()}",
            url=reverse("shipping:parcel", args=[parcel.pk]),
        )
        for parcel in found.select_related("carrier", "order").order_by("-pk")[:limit]
    ]


declare(Provider(code="parcels", label=_("Parcels"), permission=Can.VIEW, find=find))

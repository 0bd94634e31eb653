from datetime import datetime

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhanggui.core.queues import Queue, Waiting, declare
from zhanggui.org.models import User
from zhanggui.shipping.models import DispatchFile, Parcel
from zhanggui.shipping.permissions import Can
from zhanggui.shipping.selectors import waiting_orders


def orders_without_number(user: User, now: datetime) -> Waiting:
    """Count the orders that are free to leave; late are those past the shop's promise."""
    found = waiting_orders(user).order_by()
    return Waiting(
        **found.aggregate(count=Count("pk"), late=_late("ship_by", now), due_at=Min("ship_by"))
    )


def parcels_untold(user: User, now: datetime) -> Waiting:
    """Count the parcels that the platform must hear of before the buyer's promise runs out."""
    found = Parcel.objects.visible_to(user).untold()
    return Waiting(
        **found.aggregate(
            count=Count("pk"), late=_late("order__ship_by", now), due_at=Min("order__ship_by")
        )
    )


def files_unsent(user: User, _now: datetime) -> Waiting:
    """Count the dispatch files that nobody said the platform took."""
    found = DispatchFile.objects.visible_to(user).filter(sent_at=None)
    return Waiting(count=found.count(), late=0, due_at=None)


def _late(field: str, now: datetime) -> Count:
    return Count("pk", filter=Q(**{f"{field}__lt": now}))


declare(
    Queue(
        code="shipping.orders_without_number",
        label=_("%(count)s orders without a tracking number"),
        act=_("Enter numbers"),
        url=lambda: reverse("shipping:tracking-entry"),
        duty_tool="shipping/tracking-entry",
        permission=Can.ENTER,
        waiting=orders_without_number,
    )
)
declare(
    Queue(
        code="shipping.parcels_untold",
        label=_("%(count)s parcels to tell the platform of"),
        act=_("Make the file"),
        url=lambda: reverse("shipping:dispatch-files"),
        duty_tool="shipping/tracking-entry",
        permission=Can.TELL,
        waiting=parcels_untold,
    )
)
declare(
    Queue(
        code="shipping.files_unsent",
        label=_("%(count)s dispatch files to hand to the platform"),
        act=_("Hand over"),
        url=lambda: reverse("shipping:dispatch-files"),
        duty_tool="shipping/tracking-entry",
        permission=Can.TELL,
        waiting=files_unsent,
    )
)

from datetime import datetime

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhanggui.core.queues import Queue, Waiting, declare
from zhanggui.org.models import User
from zhanggui.service.models import ContactRecord
from zhanggui.service.permissions import Can


def waiting_call_backs(user: User, now: datetime) -> Waiting:
    """Count the promised call-backs of the person's shops, and those that are late."""
    owed = ContactRecord.objects.visible_to(user).to_follow_up()
    found = owed.aggregate(
        count=Count("id"), late=Count("id", filter=Q(follow_up_at__lt=now)), due=Min("follow_up_at")
    )
    return Waiting(count=found["count"], late=found["late"], due_at=found["due"])


declare(
    Queue(
        code="service.call_backs",
        label=_("%(count)s customers to call back"),
        act=_("Call back"),
        url=lambda: f"{reverse('service:calls')}?view=owed",
        duty_tool="service/calls",
        permission=Can.RECORD,
        waiting=waiting_call_backs,
    )
)

from datetime import datetime, timedelta

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhanggui.appraisal.models import Form
from zhanggui.core.permissions import SIGNED_IN
from zhanggui.core.queues import Queue, Waiting, declare
from zhanggui.org.models import User

# Each step has three days from the freeze of the evidence on; then it is late.
STEP_DAYS = 12


def waiting_forms(user: User, now: datetime) -> Waiting:
    """Count the forms that cannot go on before this person acts."""
    mine = Form.objects.waiting_for(user)
    due = mine.aggregate(first=Min("frozen_at"))["first"]
    if due is None:
        return Waiting(count=0, late=0, due_at=None)
    limit = timedelta(days=STEP_DAYS)
    late = mine.filter(frozen_at__lt=now - limit).count()
    return Waiting(count=mine.count(), late=late, due_at=due + limit)


declare(
    Queue(
        code="appraisal.forms",
        label=_("%(count)s appraisal forms wait for you"),
        act=_("Look"),
        url=lambda: reverse("appraisal:mine"),
        duty_tool="appraisal/mine",
        permission=SIGNED_IN,
        waiting=waiting_forms,
    )
)

from datetime import datetime

from django.db import transaction

from zhanggui.journal.services import record
from zhanggui.orders.actions import EXPORTED
from zhanggui.org.models import User


@transaction.atomic
def note_export(*, by: User, at: datetime, count: int) -> None:
    """Write down who took a list of orders out of the house, and how many stood on it."""
    record(EXPORTED, by=by, subject=by, at=at, facts={"orders": count})

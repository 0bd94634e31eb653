from datetime import datetime

from django.db import transaction

from zhanggui.journal.services import Deed, record_many
from zhanggui.orders.actions import EXPORTED
from zhanggui.org.models import User


@transaction.atomic
def note_export(*, by: User, at: datetime, count: int) -> None:
    """Write down who took a list of orders out of the house, and how many stood on it."""
    deed = Deed(by.pk, at, {"orders": count})
    record_many(EXPORTED, by=by, subject_model=User, deeds=[deed])

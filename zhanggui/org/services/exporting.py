from datetime import datetime

from django.db import transaction

from zhanggui.journal.services import record
from zhanggui.org.actions import EXPORTED
from zhanggui.org.models import HandbookVersion, User


@transaction.atomic
def note_export(version: HandbookVersion, kind: str, *, by: User, at: datetime) -> None:
    """Write down that somebody took the handbook out as a file."""
    record(
        EXPORTED,
        by=by,
        subject=version,
        at=at,
        facts={"edition": version.number, "kind": kind},
    )

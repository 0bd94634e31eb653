from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model
from django.utils.functional import Promise

from zhanggui.journal.actions import actions
from zhanggui.journal.models import Entry


@dataclass(frozen=True)
class Happening:
    """One line of an object's timeline: what was done, by whom, when."""

    label: str | Promise
    by: str
    at: datetime
    entry: Entry


def happenings(subject: Model, limit: int = 30) -> list[Happening]:
    """Return what happened to an object, the newest first."""
    entries = Entry.objects.about(subject).select_related("actor").order_by("-happened_at", "-id")
    return [
        Happening(
            label=action.label if (action := actions.get(entry.action)) else entry.action,
            by=str(entry.actor or ""),
            at=entry.happened_at,
            entry=entry,
        )
        for entry in entries[:limit]
    ]

import json

from django.db import connection, models
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from zhanggui.journal.models import Delivery, Entry

TIMELINE_LENGTH = 50
LONGEST_ID = 19


def happenings(subject: models.Model, length: int = TIMELINE_LENGTH) -> QuerySet[Entry]:
    """Return what happened to an object, the newest first."""
    return newest_first(Entry.objects.about(subject), length)


def newest_first(entries: QuerySet[Entry], length: int = TIMELINE_LENGTH) -> QuerySet[Entry]:
    return entries.select_related("actor").order_by("-happened_at", "-pk")[:length]


def search_entries(entries: QuerySet[Entry], text: str) -> QuerySet[Entry]:
    """Keep the entries whose facts hold the text, or that are about the object of this number."""
    # SQLite keeps JSON as it was written: characters beyond ASCII stand there as \\uXXXX.
    stored = json.dumps(text)[1:-1] if connection.vendor == "sqlite" else text
    found = Q(words__icontains=stored)
    if text.isdigit() and len(text) < LONGEST_ID:
        found |= Q(subject_id=int(text))
    return entries.alias(words=Cast("facts", TextField())).filter(found)


def deliveries_of(entry: Entry) -> QuerySet[Delivery]:
    """Return where an entry was handed to, and what came of it."""
    return entry.delivery_set.order_by("pk")

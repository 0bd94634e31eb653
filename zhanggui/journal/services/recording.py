"""The one way to write down work."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone

from zhanggui.core.bulk import claim_ids, insert_rows
from zhanggui.journal.actions import EXPORTED, Action
from zhanggui.journal.models import Delivery, Entry

Handler = Callable[[Entry], None]
Facts = Mapping[str, str | int | bool | None]

handlers: dict[str, dict[str, Handler]] = defaultdict(dict)

# In the order of the model's fields, which is what from_db() takes.
_ENTRY = [field.attname for field in Entry._meta.concrete_fields]
_DELIVERY = ("id", "entry_id", "handler", "tries", "error")


@dataclass(frozen=True)
class Deed:
    """One piece of work among many of a kind: which object, when, and what is worth knowing."""

    subject_id: int
    at: datetime
    facts: Facts = field(default_factory=dict)


def on(action: Action) -> Callable[[Handler], Handler]:
    """Subscribe a function of a higher app to an action of a lower one.

    The function runs later, in a worker, in a transaction of its own. It may run again after a
    failure, so it must be idempotent.
    """

    def subscribe(handler: Handler) -> Handler:
        handlers[action.code][f"{handler.__module__}.{handler.__qualname__}"] = handler
        return handler

    return subscribe


def record(
    action: Action,
    *,
    by: AbstractBaseUser | None,
    subject: models.Model,
    at: datetime,
    facts: Facts | None = None,
) -> Entry:
    """Write down a piece of work, in the transaction that does the work.

    `by` is None for what the software does by itself. Facts hold no personal data.

    :raises RuntimeError: outside a transaction
    """
    [entry] = record_many(
        action, by=by, subject_model=type(subject), deeds=[Deed(subject.pk, at, facts or {})]
    )
    return entry


def record_many(
    action: Action,
    *,
    by: AbstractBaseUser | None,
    subject_model: type[models.Model],
    deeds: Iterable[Deed],
) -> list[Entry]:
    """Write down many pieces of work of one kind, as record() does one.

    :raises RuntimeError: outside a transaction
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() must run inside the transaction of the work itself")
    told = list(deeds)
    actor, position = (by.pk if by else None), getattr(by, "acting_as", "")
    kind, now = subject_model._meta.label_lower, timezone.now()
    rows = [
        (key, action.code, actor, position, kind, deed.subject_id, dict(deed.facts), deed.at, now)
        for key, deed in zip(claim_ids(Entry, len(told)), told, strict=True)
    ]
    insert_rows(Entry, _ENTRY, rows)
    _put_in_outbox(action, [row[0] for row in rows])
    return [Entry.from_db("default", _ENTRY, row) for row in rows]


def _put_in_outbox(action: Action, entries: list[int]) -> None:
    names = handlers[action.code]
    keys = iter(claim_ids(Delivery, len(entries) * len(names)))
    insert_rows(
        Delivery,
        _DELIVERY,
        [(next(keys), entry, name, 0, "") for name in names for entry in entries],
    )


@transaction.atomic
def note_export(*, by: AbstractBaseUser, at: datetime, count: int) -> None:
    """Write down who took a part of the audit trail out of the house, and how long it was."""
    # Its model by name: a request's user is a lazy object, of no model itself.
    deed = Deed(by.pk, at, {"rows": count})
    record_many(EXPORTED, by=by, subject_model=get_user_model(), deeds=[deed])

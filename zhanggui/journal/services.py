"""The one way to write down work, and to hand it to the apps above."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.db.models import Q

from zhanggui.journal.actions import Action
from zhanggui.journal.models import Delivery, Entry

logger = logging.getLogger(__name__)

Handler = Callable[[Entry], None]
Facts = Mapping[str, str | int | bool | None]

MAX_TRIES = 8
_handlers: dict[str, dict[str, Handler]] = defaultdict(dict)


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
        _handlers[action.code][f"{handler.__module__}.{handler.__qualname__}"] = handler
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
    entries = Entry.objects.bulk_create(
        [
            Entry(
                action=action.code,
                actor_id=by.pk if by else None,
                position=getattr(by, "acting_as", ""),
                subject_type=subject_model._meta.label_lower,
                subject_id=deed.subject_id,
                happened_at=deed.at,
                facts=dict(deed.facts),
            )
            for deed in deeds
        ],
        batch_size=2000,
    )
    Delivery.objects.bulk_create(
        [
            Delivery(entry=entry, handler=name)
            for name in _handlers[action.code]
            for entry in entries
        ],
        batch_size=2000,
    )
    return entries


def deliver_next(*, at: datetime) -> bool:
    """Hand the next waiting entry to its handler; return False when none waits.

    A handler that fails is tried again after 2, 4, 8 … seconds, MAX_TRIES times in all.
    """
    with transaction.atomic():
        delivery = (
            Delivery.objects.filter(done_at=None, tries__lt=MAX_TRIES)
            .filter(Q(next_try_at=None) | Q(next_try_at__lte=at))
            .select_related("entry")
            .select_for_update(skip_locked=True, of=("self",))
            .order_by("id")
            .first()
        )
        if delivery is None:
            return False
        delivery.tries += 1
        try:
            # A savepoint: what a failing handler wrote is undone, our tally is not.
            with transaction.atomic():
                _handlers[delivery.entry.action][delivery.handler](delivery.entry)
        except Exception as error:
            logger.exception("A journal handler failed")
            delivery.error = repr(error)
            delivery.next_try_at = at + timedelta(seconds=2**delivery.tries)
        else:
            delivery.done_at = at
        delivery.save(update_fields=["tries", "next_try_at", "done_at", "error"])
        return True

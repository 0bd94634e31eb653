"""The outbox: each entry reaches each of its handlers, exactly once in effect.

What a handler writes and the mark that it is done are one transaction: a worker that is killed in
between leaves neither. Two workers never hold the same row: PostgreSQL skips rows that are locked,
SQLite lets one writer in at a time.
"""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from time import monotonic

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet

from zhanggui.journal.actions import TRIED_AGAIN
from zhanggui.journal.models import Delivery
from zhanggui.journal.services.recording import Deed, handlers, record_many

logger = logging.getLogger(__name__)

MAX_TRIES = 8
# One transaction hands out so many, and ends after so long: on SQLite nobody else writes meanwhile.
BATCH, BATCH_S = 100, 0.1


def due(at: datetime) -> QuerySet[Delivery]:
    """Keep what may be tried at a moment."""
    waiting = Delivery.objects.filter(done_at=None, tries__lt=MAX_TRIES)
    return waiting.filter(Q(next_try_at=None) | Q(next_try_at__lte=at))


def deliver_next(*, at: datetime) -> bool:
    """Hand the next waiting entry to its handler; return False when none waits.

    A handler that fails is tried again after 2, 4, 8 … seconds, MAX_TRIES times in all.
    """
    return bool(deliver_many(at=at, limit=1))


def deliver_many(*, at: datetime, limit: int = BATCH) -> int:
    """Hand out waiting entries as deliver_next() does one, in one transaction; return how many."""
    if not due(at).exists():  # looked up before, not within, the transaction: reading locks nobody
        return 0
    until = monotonic() + BATCH_S
    handed = []
    with transaction.atomic():
        batch = due(at).select_related("entry").order_by("id")[:limit]
        for delivery in batch.select_for_update(skip_locked=True, of=("self",)):
            _hand_over(delivery, at)
            handed.append(delivery)
            if monotonic() > until:
                break
        Delivery.objects.bulk_update(handed, ["tries", "next_try_at", "done_at", "error"])
    return len(handed)


def _hand_over(delivery: Delivery, at: datetime) -> None:
    delivery.tries += 1
    try:
        # A savepoint: what a failing handler wrote is undone, our tally is not.
        with transaction.atomic():
            handlers[delivery.entry.action][delivery.handler](delivery.entry)
    except Exception as error:
        logger.exception("A journal handler failed")
        delivery.error = repr(error)
        delivery.next_try_at = at + timedelta(seconds=2**delivery.tries)
    else:
        delivery.done_at = at


@transaction.atomic
def try_again(*, deliveries: Collection[int], by: AbstractBaseUser, at: datetime) -> int:
    """Let deliveries that failed be tried anew, now; return how many."""
    stuck = Delivery.objects.filter(pk__in=deliveries, done_at=None, tries__gt=0)
    keys = list(stuck.select_for_update().values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=keys).update(tries=0, next_try_at=at)
    record_many(TRIED_AGAIN, by=by, subject_model=Delivery, deeds=[Deed(pk, at) for pk in keys])
    return len(keys)


def forget_delivered(*, before: datetime) -> int:
    """Delete the marks of what was delivered long ago; the entries stay. Returns how many."""
    deleted, _ = Delivery.objects.filter(done_at__lt=before).delete()
    return deleted

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhanggui.journal.services import Deed, record_many
from zhanggui.orders.models import Order
from zhanggui.orders.services import CannotShipError, mark_shipped
from zhanggui.org.models import User
from zhanggui.shipping.actions import TRACKING_ENTERED
from zhanggui.shipping.models import Parcel, ParcelLine
from zhanggui.shipping.selectors import Entry, Verdict, judge


@transaction.atomic
def enter_tracking(*, entries: Iterable[Entry], by: User, at: datetime) -> list[Verdict]:
    """Enter tracking numbers: each good entry makes a parcel, and ships its order once complete.

    Good ones go and bad ones stay: the answer has one verdict per entry, in their order, with the
    parcel where it was entered and the reason where it was not. Never raises for what is wrong
    with an entry.
    """
    asked = list(entries)
    _lock_orders(asked)
    verdicts = judge(asked, by=by)
    good = [verdict for verdict in verdicts if verdict.passes]
    try:
        # A savepoint: when all at once fails, one by one finds out which.
        with transaction.atomic():
            done = _ship(good, by=by, at=at)
    except (IntegrityError, CannotShipError):
        done = [_ship_one(verdict, by=by, at=at) for verdict in good]
    shipped = iter(done)
    return [next(shipped) if verdict.passes else verdict for verdict in verdicts]


def _lock_orders(entries: Sequence[Entry]) -> None:
    """Keep others off these orders until we are through; SQLite has one writer anyway."""
    numbers = {e.order_number for e in entries} | {e.number for e in entries}
    locked = Order.objects.select_for_update().filter(number__in=numbers).order_by("pk")
    list(locked.values_list("pk"))


def _ship_one(verdict: Verdict, *, by: User, at: datetime) -> Verdict:
    try:
        with transaction.atomic():
            return _ship([verdict], by=by, at=at)[0]
    except IntegrityError:
        return replace(verdict, problem=_("The number was used by somebody else a moment ago"))
    except CannotShipError as error:
        return replace(verdict, problem=str(error))


def _ship(verdicts: Sequence[Verdict], *, by: User, at: datetime) -> list[Verdict]:
    parcels = Parcel.objects.bulk_create(
        [
            Parcel(
                order=verdict.order,
                carrier=verdict.carrier,
                number=verdict.entry.number,
                entered_by=by,
                entered_at=at,
                shipped_at=at,
                due_at=verdict.due_at,
            )
            for verdict in verdicts
        ],
        batch_size=500,
    )
    ParcelLine.objects.bulk_create(
        [
            ParcelLine(parcel=parcel, order_line_id=line_id, quantity=quantity)
            for parcel, verdict in zip(parcels, verdicts, strict=True)
            for line_id, quantity in verdict.contents.items()
        ],
        batch_size=500,
    )
    whole = [parcel.order_id for parcel, v in zip(parcels, verdicts, strict=True) if v.completes]
    if whole:
        mark_shipped(order_ids=whole, by=by, at=at)
    _record(parcels, by=by, at=at)
    return [replace(v, parcel=parcel) for parcel, v in zip(parcels, verdicts, strict=True)]


def _record(parcels: Sequence[Parcel], *, by: User, at: datetime) -> None:
    record_many(
        TRACKING_ENTERED,
        by=by,
        subject_model=Parcel,
        deeds=[
            Deed(
                parcel.pk,
                at,
                {
                    "order": parcel.order.number,
                    "carrier": parcel.carrier.code,
                    "number": parcel.number,
                },
            )
            for parcel in parcels
        ],
    )

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhanggui.journal.services import record
from zhanggui.orders.models import OrderState
from zhanggui.orders.services import CannotShipError
from zhanggui.orders.services.taking_back import take_back_shipping
from zhanggui.org.models import User
from zhanggui.shipping.actions import PARCEL_TAKEN_BACK, TRACKING_CORRECTED
from zhanggui.shipping.models import Carrier, Parcel, ParcelLine, ParcelState
from zhanggui.shipping.rules import tidy
from zhanggui.shipping.selectors import known_for


class CannotCorrectError(Exception):
    """A tracking number cannot be changed to another, or taken back."""


@transaction.atomic
def correct_number(
    *, parcel_id: int, number: str, carrier: str, accepted: bool, by: User, at: datetime
) -> Parcel:
    """Put a right tracking number in the place of a wrong one; return the parcel that has it.

    The wrong one stays, void, and counts as an entry error of who entered it. The platform has to
    be told the new number. `carrier` is a carrier's code; `accepted` as in Entry.

    :raises CannotCorrectError: if the parcel is void, or the new number is no better
    """
    old = _live_parcel(parcel_id)
    number = tidy(number)
    found = _checked(old, number, carrier, accepted=accepted, by=by)
    lines = list(old.lines.all())
    _void(old, reason=_("Corrected to %(number)s") % {"number": number}, by=by, at=at)
    new = Parcel.objects.create(
        order=old.order,
        carrier=found,
        number=number,
        entered_by=by,
        entered_at=at,
        shipped_at=old.shipped_at,
        due_at=old.due_at,
        corrects=old,
    )
    ParcelLine.objects.bulk_create(
        [ParcelLine(parcel=new, order_line_id=x.order_line_id, quantity=x.quantity) for x in lines]
    )
    record(TRACKING_CORRECTED, by=by, subject=old, at=at, facts={**_facts(old), "to": number})
    return new


def _facts(parcel: Parcel) -> dict[str, str | int]:
    return {
        "order": parcel.order.number,
        "number": parcel.number,
        "against": parcel.entered_by_id,
    }


def _live_parcel(parcel_id: int) -> Parcel:
    parcels = Parcel.objects.select_for_update(of=("self",)).select_related("order", "carrier")
    parcel = parcels.get(pk=parcel_id)
    if not parcel.is_live:
        raise CannotCorrectError(_("The parcel is void already"))
    return parcel


def _checked(old: Parcel, number: str, code: str, *, accepted: bool, by: User) -> Carrier:
    """Return the carrier of the new number, having found nothing against it."""
    known = known_for([old.order.number], [number], by=by)
    carrier = known.carrier(code)
    if carrier is None:
        raise CannotCorrectError(_("Choose a carrier"))
    is_same = known.parcels.get(number) == old
    if is_same and carrier == old.carrier:
        raise CannotCorrectError(_("That is the number it has"))
    problem = "" if is_same else known.fault_of(number)
    warning = "" if accepted else known.warning_of(number, carrier)
    if problem or warning:
        raise CannotCorrectError(problem or warning)
    return carrier


def _void(parcel: Parcel, *, reason: str, by: User, at: datetime) -> None:
    parcel.state, parcel.was_error = ParcelState.VOID, True
    parcel.void_at, parcel.void_by, parcel.void_reason = at, by, reason[:200]
    parcel.save(update_fields=["state", "was_error", "void_at", "void_by", "void_reason"])


@transaction.atomic
def take_back_parcel(*, parcel_id: int, reason: str, by: User, at: datetime) -> Parcel:
    """Undo a parcel whose number belongs to another order: the order waits for its number again.

    Its stock comes back and is promised to it anew. Counts as an entry error of who entered it.

    :raises CannotCorrectError: if the parcel is void, or the order has gone further meanwhile
    """
    parcel = _live_parcel(parcel_id)
    if not reason.strip():
        raise CannotCorrectError(_("Say why the parcel is taken back"))
    _void(parcel, reason=reason.strip(), by=by, at=at)
    if parcel.order.state != OrderState.TO_SHIP:
        try:
            take_back_shipping(order_id=parcel.order_id, by=by, at=at)
        except CannotShipError as error:
            raise CannotCorrectError(str(error)) from error
    record(PARCEL_TAKEN_BACK, by=by, subject=parcel, at=at, facts=_facts(parcel))
    return parcel

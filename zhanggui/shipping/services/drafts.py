"""The entry sheet of a person: rows gathered by scanning, typing and pasting, then entered."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhanggui.orders.models import Order
from zhanggui.org.models import User
from zhanggui.shipping import rules
from zhanggui.shipping.models import Carrier, Draft
from zhanggui.shipping.selectors import (
    Entry,
    Verdict,
    carriers,
    judge,
    shapes,
    waiting_orders,
)
from zhanggui.shipping.services.enter import enter_tracking

MAX_ROWS = 500


class CannotAddRowsError(Exception):
    """The sheet takes no more rows."""


def entry_of(draft: Draft) -> Entry:
    code = draft.carrier.code if draft.carrier else ""
    return Entry(draft.order_number, draft.number, code, draft.accepted)


def sheet_of(user: User) -> list[tuple[Draft, Verdict]]:
    """Return the person's rows with what would happen to each; newest last."""
    drafts = list(Draft.objects.filter(user=user).select_related("carrier").order_by("pk"))
    return list(zip(drafts, judge([entry_of(draft) for draft in drafts], by=user), strict=True))


@transaction.atomic
def add_text(*, text: str, by: User) -> Sequence[Draft]:
    """Put what was scanned, typed or pasted on the sheet; return the rows that changed.

    One number alone is an order, and the next one is its waybill; an order scanned while another
    waits for its waybill starts a row of its own.

    :raises CannotAddRowsError: if the sheet would grow beyond MAX_ROWS
    """
    rows = rules.read_pasted(text, shapes(carriers()))
    if len(rows) == 1 and not (rows[0].order_number and rows[0].number):
        return [_add_scan(rows[0].order_number or rows[0].number, by=by)]
    _drop_halves([row.order_number for row in rows], by=by)
    _check_room(len(rows), by=by)
    codes = {carrier.code: carrier for carrier in carriers()}
    return Draft.objects.bulk_create(
        Draft(
            user=by,
            order_number=row.order_number[:60],
            number=row.number[:60],
            carrier=codes.get(row.carrier),
        )
        for row in rows
    )


def _check_room(rows: int, *, by: User) -> None:
    if Draft.objects.filter(user=by).count() + rows > MAX_ROWS:
        raise CannotAddRowsError(
            _("A sheet holds %(rows)s rows: enter these first, or import the file")
            % {"rows": MAX_ROWS}
        )


def _drop_halves(numbers: Iterable[str], *, by: User) -> None:
    """Forget rows that wait for the numbers of these orders: they come anew, at the end."""
    Draft.objects.filter(user=by, number="", order_number__in=numbers).delete()


def _add_scan(token: str, *, by: User) -> Draft:
    last = Draft.objects.select_related("carrier").filter(user=by).order_by("pk").last()
    is_order = Order.objects.visible_to(by).filter(number=token).exists()
    if last and last.order_number and not last.number and not is_order:
        last.number = token[:60]
        last.save(update_fields=["number"])
        return last
    _drop_halves([token], by=by)
    _check_room(1, by=by)
    return Draft.objects.create(user=by, order_number=token[:60])


@transaction.atomic
def add_waiting(*, count: int, by: User) -> int:
    """Put the most urgent waiting orders on the sheet, for their numbers to be typed beside them.

    Return how many; orders that stand there already are passed over.

    :raises CannotAddRowsError: if the sheet would grow beyond MAX_ROWS
    """
    there = set(Draft.objects.filter(user=by).values_list("order_number", flat=True))
    numbers = waiting_orders(by).exclude(number__in=there).values_list("number", flat=True)[:count]
    _check_room(len(numbers), by=by)
    return len(Draft.objects.bulk_create(Draft(user=by, order_number=one) for one in numbers))


@transaction.atomic
def add_orders(*, numbers: Iterable[str], by: User) -> int:
    """Put chosen orders on the sheet, for their numbers; return how many were not there yet.

    :raises CannotAddRowsError: if the sheet would grow beyond MAX_ROWS
    """
    there = set(Draft.objects.filter(user=by).values_list("order_number", flat=True))
    fresh = [number for number in dict.fromkeys(numbers) if number not in there]
    _check_room(len(fresh), by=by)
    return len(Draft.objects.bulk_create(Draft(user=by, order_number=one) for one in fresh))


@transaction.atomic
def change_row(
    *, draft_id: int, by: User, number: str | None, carrier: str | None, accepted: bool | None
) -> None:
    """Change what is given of a row of one's own sheet; a row that is gone stays gone.

    A changed number takes back that the warning was accepted.
    """
    draft = Draft.objects.filter(user=by, pk=draft_id).first()
    if draft is None:
        return
    if carrier is not None:
        draft.carrier = Carrier.objects.filter(code=carrier, is_active=True).first()
    if accepted is not None:
        draft.accepted = accepted
    if number is not None and rules.tidy(number) != draft.number:
        draft.number, draft.accepted = rules.tidy(number)[:60], False
    draft.save(update_fields=["number", "carrier", "accepted"])


def remove_rows(*, by: User, draft_id: int | None = None) -> None:
    """Take one row off one's own sheet, or all of them."""
    drafts = Draft.objects.filter(user=by)
    (drafts if draft_id is None else drafts.filter(pk=draft_id)).delete()


@transaction.atomic
def undo_scan(*, by: User) -> None:
    """Take the last scan back: the waybill of the last row, else the row."""
    last = Draft.objects.filter(user=by).order_by("pk").last()
    if last is None:
        return
    if last.order_number and last.number:
        last.number, last.accepted, last.carrier = "", False, None
        last.save(update_fields=["number", "accepted", "carrier"])
    else:
        last.delete()


@transaction.atomic
def enter_sheet(*, by: User, at: datetime) -> list[Verdict]:
    """Enter every good row of one's own sheet and take it off; what is refused stays.

    Return the verdicts of all rows.
    """
    drafts = list(
        Draft.objects.select_for_update(of=("self",))
        .filter(user=by)
        .select_related("carrier")
        .order_by("pk")
    )
    verdicts = enter_tracking(entries=[entry_of(draft) for draft in drafts], by=by, at=at)
    entered = [d.pk for d, v in zip(drafts, verdicts, strict=True) if v.parcel]
    Draft.objects.filter(pk__in=entered).delete()
    return verdicts

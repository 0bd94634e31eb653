"""Giving positions to people and taking them back; deputies."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhanggui.journal.services import record
from zhanggui.org.actions import ASSIGNED, ASSIGNMENT_ENDED, DELEGATED, DELEGATION_ENDED
from zhanggui.org.models import Assignment, Delegation, Position, User
from zhanggui.org.services.granting import sync_people


class CannotSeatError(Exception):
    """A position cannot be given or taken so; the message says why."""


@transaction.atomic
def assign(
    user: User,
    position: Position,
    *,
    by: User | None,
    active_from: datetime,
    at: datetime,
    active_until: datetime | None = None,
) -> Assignment:
    """Give somebody a position from a moment on, until another if one is named.

    :raises CannotSeatError: if the dates are upside down, the position is no longer in the
        handbook, or the person holds it in part of that time
    """
    _check_dates(active_from, active_until)
    if not position.is_current:
        raise CannotSeatError(_("This position is no longer in the handbook."))
    for held in Assignment.objects.filter(user=user, position=position):
        starts_before_end = active_until is None or held.active_from < active_until
        if starts_before_end and (held.active_until is None or held.active_until > active_from):
            raise CannotSeatError(_("This person holds the position in that time already."))
    assignment = Assignment.objects.create(
        user=user, position=position, active_from=active_from, active_until=active_until
    )
    sync_people(at=at, people=[user.pk])
    record(ASSIGNED, by=by, subject=user, at=at, facts=_facts(position, active_from, active_until))
    return assignment


@transaction.atomic
def end_assignment(
    assignment: Assignment, *, by: User | None, active_until: datetime, at: datetime
) -> None:
    """End somebody's time in a position; with the last one ended the account closes.

    :raises CannotSeatError: if it would end before it starts, or has ended already
    """
    if assignment.active_until is not None and assignment.active_until <= at:
        raise CannotSeatError(_("This position has ended already."))
    _check_dates(assignment.active_from, active_until)
    assignment.active_until = active_until
    assignment.save(update_fields=["active_until"])
    sync_people(at=at, people=[assignment.user_id])
    facts = _facts(assignment.position, assignment.active_from, active_until)
    record(ASSIGNMENT_ENDED, by=by, subject=assignment.user, at=at, facts=facts)


@transaction.atomic
def delegate(
    position: Position,
    deputy: User,
    *,
    by: User | None,
    active_from: datetime,
    active_until: datetime,
    at: datetime,
    principal: User | None = None,
    reason: str = "",
) -> Delegation:
    """Let somebody stand in for a position for a time.

    :raises CannotSeatError: if the dates are upside down or past, or the deputy holds the position
    """
    _check_dates(active_from, active_until)
    if active_until <= at:
        raise CannotSeatError(_("A deputyship must end in the future."))
    if not deputy.is_active:
        raise CannotSeatError(_("The account of the deputy is closed."))
    holds = Assignment.objects.filter(user=deputy, position=position, active_from__lt=active_until)
    if holds.exclude(active_until__lte=active_from).exists():
        raise CannotSeatError(_("The deputy holds this position already."))
    delegation = Delegation.objects.create(
        position=position,
        deputy=deputy,
        principal=principal,
        active_from=active_from,
        active_until=active_until,
        reason=reason,
    )
    sync_people(at=at, people=[deputy.pk])
    facts = _facts(position, active_from, active_until)
    record(DELEGATED, by=by, subject=deputy, at=at, facts=facts)
    return delegation


@transaction.atomic
def end_delegation(delegation: Delegation, *, by: User | None, at: datetime) -> None:
    """End a deputyship now; one that has not begun is taken away.

    :raises CannotSeatError: if it has ended already
    """
    if delegation.active_until <= at:
        raise CannotSeatError(_("This deputyship has ended already."))
    deputy, position = delegation.deputy, delegation.position
    facts = _facts(position, delegation.active_from, at)
    if delegation.active_from >= at:
        delegation.delete()
    else:
        delegation.active_until = at
        delegation.save(update_fields=["active_until"])
    sync_people(at=at, people=[deputy.pk])
    record(DELEGATION_ENDED, by=by, subject=deputy, at=at, facts=facts)


def _check_dates(active_from: datetime, active_until: datetime | None) -> None:
    if active_until is not None and active_until <= active_from:
        raise CannotSeatError(_("The end must come after the beginning."))


def _facts(
    position: Position, active_from: datetime, active_until: datetime | None
) -> dict[str, str | None]:
    return {
        "position": position.code,
        "from": active_from.isoformat(),
        "until": active_until.isoformat() if active_until else None,
    }

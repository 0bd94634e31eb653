"""Accounts of people: the department makes them, nobody signs up."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhanggui.journal.services import record
from zhanggui.org.actions import (
    PASSWORD_SET,
    PERSON_ADDED,
    PERSON_CHANGED,
    PERSON_LOCKED,
    PERSON_OPENED,
)
from zhanggui.org.models import Position, User
from zhanggui.org.services.seating import assign

# Without those that look alike: the first password is read aloud or typed off paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class CannotChangePersonError(Exception):
    """An account cannot be made or changed so; the message says why."""


@dataclass(frozen=True)
class NewPerson:
    """An account that was just made, with its first password, which is shown once."""

    user: User
    password: str


def first_password() -> str:
    """Make a password such as "kxw7-p4mq-2hnd" (60 bits)."""
    parts = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
    return "-".join(parts)


@transaction.atomic
def add_person(
    *,
    username: str,
    name: str,
    position: Position,
    active_from: datetime,
    by: User | None,
    at: datetime,
    email: str = "",
    phone: str = "",
    joined_on: date | None = None,
) -> NewPerson:
    """Make an account and give it its first position.

    :raises CannotChangePersonError: if the user name is taken
    :raises CannotSeatError: if the position cannot be given
    """
    if User.objects.filter(username__iexact=username).exists():
        raise CannotChangePersonError(_("This user name is taken."))
    password = first_password()
    user = User(
        username=username,
        display_name=name,
        email=email,
        phone=phone,
        joined_on=joined_on,
        must_change_password=True,
    )
    user.set_password(password)
    user.save()
    record(PERSON_ADDED, by=by, subject=user, at=at)
    assign(user, position, by=by, active_from=active_from, at=at)
    return NewPerson(user, password)


@transaction.atomic
def change_person(
    user: User,
    *,
    name: str,
    email: str,
    phone: str,
    joined_on: date | None,
    by: User,
    at: datetime,
) -> None:
    """Change somebody's name and contact."""
    user.display_name, user.email, user.phone, user.joined_on = name, email, phone, joined_on
    user.save(update_fields=["display_name", "email", "phone", "joined_on"])
    record(PERSON_CHANGED, by=by, subject=user, at=at)


@transaction.atomic
def renew_password(user: User, *, by: User, at: datetime) -> str:
    """Give somebody a new first password and return it; sessions of theirs end.

    :raises CannotChangePersonError: for one's own account, which has a page for it
    """
    if user.pk == by.pk:
        raise CannotChangePersonError(_("Change your own password under Password."))
    password = first_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    record(PASSWORD_SET, by=by, subject=user, at=at)
    return password


@transaction.atomic
def set_account_open(user: User, *, is_open: bool, by: User, at: datetime) -> None:
    """Close somebody's account at once, or open it again; positions stay.

    :raises CannotChangePersonError: for one's own account, or to open one without a position
    """
    if user.pk == by.pk:
        raise CannotChangePersonError(_("You cannot close your own account."))
    if is_open and not user.groups.exists():
        raise CannotChangePersonError(_("Give the person a position first."))
    user.is_active, user.is_locked = is_open, not is_open
    user.save(update_fields=["is_active", "is_locked"])
    record(PERSON_OPENED if is_open else PERSON_LOCKED, by=by, subject=user, at=at)

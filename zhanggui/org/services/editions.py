"""Editing the handbook: a draft, its publication, coming into force, being read."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhanggui.core.periods import day_of
from zhanggui.journal.services import record
from zhanggui.org.actions import (
    ACKNOWLEDGED,
    DRAFT_CHANGED,
    DRAFT_DROPPED,
    DRAFT_STARTED,
    HANDBOOK_IN_FORCE,
    HANDBOOK_PUBLISHED,
)
from zhanggui.org.models import Acknowledgement, HandbookVersion, Position, User
from zhanggui.org.models import VersionState as State
from zhanggui.org.rules.reading import read_handbook
from zhanggui.org.services.granting import sync_people
from zhanggui.org.services.loading import apply_tree


class CannotEditHandbookError(Exception):
    """An edition cannot be changed so; the message says why."""


@transaction.atomic
def start_draft(*, by: User, at: datetime, tree: Any = None) -> HandbookVersion:
    """Begin a draft: a copy of the edition in force, or the tree of a file.

    :raises CannotEditHandbookError: if there is a draft already
    :raises BadHandbookError: if the tree has faults
    """
    if HandbookVersion.objects.filter(state=State.DRAFT).exists():
        raise CannotEditHandbookError(_("There is a draft already: publish or drop it first."))
    if tree is None:
        tree = HandbookVersion.objects.get(state=State.IN_FORCE).tree
    read_handbook(tree)
    last = HandbookVersion.objects.order_by("-number").values_list("number", flat=True).first()
    draft = HandbookVersion.objects.create(
        number=(last or 0) + 1, state=State.DRAFT, tree=tree, made_by=by
    )
    record(DRAFT_STARTED, by=by, subject=draft, at=at, facts={"edition": draft.number})
    return draft


@transaction.atomic
def change_draft(draft: HandbookVersion, tree: Any, *, by: User, at: datetime) -> None:
    """Replace the tree of a draft.

    :raises CannotEditHandbookError: if the edition is no draft: what was published stays
    :raises BadHandbookError: if the tree has faults
    """
    _check_is_draft(draft)
    read_handbook(tree)
    draft.tree = tree
    draft.save(update_fields=["tree"])
    record(DRAFT_CHANGED, by=by, subject=draft, at=at, facts={"edition": draft.number})


@transaction.atomic
def drop_draft(draft: HandbookVersion, *, by: User, at: datetime) -> None:
    """Throw a draft away.

    :raises CannotEditHandbookError: if the edition is no draft
    """
    _check_is_draft(draft)
    record(DRAFT_DROPPED, by=by, subject=draft, at=at, facts={"edition": draft.number})
    draft.delete()


@transaction.atomic
def publish(
    draft: HandbookVersion,
    *,
    effective_on: date,
    readers: list[Position],
    note: str,
    by: User,
    at: datetime,
) -> None:
    """Publish a draft: in force today, or scheduled for a later day. `readers` must acknowledge it.

    :raises CannotEditHandbookError: if it is no draft, the day is past, or another edition waits
    """
    _check_is_draft(draft)
    if effective_on < day_of(at):
        raise CannotEditHandbookError(_("An edition cannot come into force in the past."))
    if HandbookVersion.objects.filter(state=State.SCHEDULED).exists():
        raise CannotEditHandbookError(_("Another edition waits to come into force."))
    draft.state, draft.note, draft.effective_on = State.SCHEDULED, note, effective_on
    draft.published_by, draft.published_at = by, at
    draft.save(update_fields=["state", "note", "effective_on", "published_by", "published_at"])
    draft.readers.set(readers)
    record(
        HANDBOOK_PUBLISHED,
        by=by,
        subject=draft,
        at=at,
        facts={"edition": draft.number, "effective": effective_on.isoformat()},
    )
    bring_into_force(at=at)


@transaction.atomic
def bring_into_force(*, at: datetime) -> HandbookVersion | None:
    """Apply the scheduled edition if its day has come. Idempotent; run daily."""
    due = HandbookVersion.objects.filter(
        state=State.SCHEDULED, effective_on__lte=day_of(at)
    ).first()
    if due is None:
        return None
    HandbookVersion.objects.filter(state=State.IN_FORCE).update(state=State.PAST)
    due.state, due.applied_at = State.IN_FORCE, at
    due.save(update_fields=["state", "applied_at"])
    apply_tree(due.tree)
    sync_people(at=at)
    record(HANDBOOK_IN_FORCE, by=None, subject=due, at=at, facts={"edition": due.number})
    return due


@transaction.atomic
def acknowledge(version: HandbookVersion, *, by: User, at: datetime) -> Acknowledgement:
    """Note that somebody has read an edition; a second time changes nothing.

    :raises CannotEditHandbookError: if the edition is not published
    """
    if version.state not in {State.IN_FORCE, State.SCHEDULED}:
        raise CannotEditHandbookError(_("This edition is not published."))
    read, is_new = Acknowledgement.objects.get_or_create(
        version=version, user=by, defaults={"at": at}
    )
    if is_new:
        record(ACKNOWLEDGED, by=by, subject=version, at=at, facts={"edition": version.number})
    return read


def _check_is_draft(version: HandbookVersion) -> None:
    if version.state != State.DRAFT:
        raise CannotEditHandbookError(_("Only a draft can be changed: what was published stays."))

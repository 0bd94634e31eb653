"""From duties to permissions: what groups may do, and who is in them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from zhanggui.org.models import Assignment, Delegation, HandbookVersion, Position, User
from zhanggui.org.models import VersionState as State
from zhanggui.org.models.people import current
from zhanggui.org.rules.reading import read_handbook
from zhanggui.org.selectors.rights import permissions_of


@transaction.atomic
def sync_permissions() -> int:
    """Make each position's group hold what its duties grant; return how many rows changed.

    Idempotent. Run after a migration, and when another edition of the handbook comes into force.
    """
    version = HandbookVersion.objects.filter(state=State.IN_FORCE).first()
    if version is None:
        return 0
    handbook = read_handbook(version.tree)
    known = {
        f"{app}.{name}": pk
        for pk, app, name in Permission.objects.values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    wanted = {
        (group, known[permission])
        for code, group in Position.objects.values_list("code", "group_id")
        for permission in permissions_of(handbook, code)
        if permission in known
    }
    rows = Group.permissions.through.objects.filter(group__position__isnull=False)
    return _make_equal(rows, "group_id", "permission_id", wanted)


@transaction.atomic
def sync_people(*, at: datetime, people: Collection[int] | None = None) -> int:
    """Put everybody into the groups of the positions they hold or stand in for at a moment.

    Who has held a position and has none ahead loses the account; who has one again gets it back.
    `people` narrows to some user ids. Returns how many rows changed. Idempotent; run daily.
    """
    chosen = Q() if people is None else Q(user__in=people)
    deputies = Q() if people is None else Q(deputy__in=people)
    held = Assignment.objects.filter(current(at), chosen)
    lent = Delegation.objects.filter(current(at), deputies)
    wanted = {
        *held.values_list("user_id", "position__group_id"),
        *lent.values_list("deputy_id", "position__group_id"),
    }
    rows = User.groups.through.objects.filter(chosen, group__position__isnull=False)
    changed = _make_equal(rows, "user_id", "group_id", wanted)
    return changed + _open_and_close(at, people)


def _open_and_close(at: datetime, people: Collection[int] | None) -> int:
    staff = User.objects.filter(is_superuser=False).exclude(assignments=None)
    if people is not None:
        staff = staff.filter(pk__in=people)
    ahead = Assignment.objects.filter(Q(active_until=None) | Q(active_until__gt=at))
    lent = Delegation.objects.filter(active_until__gt=at)
    busy = Q(Exists(ahead.filter(user=OuterRef("pk")))) | Q(
        Exists(lent.filter(deputy=OuterRef("pk")))
    )
    opened = staff.filter(busy, is_active=False, is_locked=False).values_list("pk", flat=True)
    closed = staff.exclude(busy).filter(is_active=True).values_list("pk", flat=True)
    # Both are read before either is written.
    to_open, to_close = list(opened), list(closed)
    User.objects.filter(pk__in=to_open).update(is_active=True)
    User.objects.filter(pk__in=to_close).update(is_active=False)
    return len(to_open) + len(to_close)


def _make_equal(
    rows: models.QuerySet[Any], left: str, right: str, wanted: set[tuple[int, int]]
) -> int:
    """Make the rows of a many-to-many table equal to the wanted pairs of keys."""
    found = {(a, b): pk for pk, a, b in rows.values_list("pk", left, right)}
    stale = [pk for pair, pk in found.items() if pair not in wanted]
    fresh = [rows.model(**{left: a, right: b}) for a, b in sorted(wanted - found.keys())]
    if stale:
        rows.filter(pk__in=stale).delete()
    if fresh:
        rows.bulk_create(fresh, batch_size=500)
    return len(stale) + len(fresh)

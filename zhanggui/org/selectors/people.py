"""Lists and pages of people."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from zhanggui.org.models import Assignment, Delegation, User
from zhanggui.org.models.people import current, last_day


@dataclass(frozen=True)
class Post:
    """One time in a position, past, present or to come; a deputyship when `delegation` is set."""

    position_title: str
    position_code: str
    active_from: datetime
    active_until: datetime | None
    assignment: Assignment | None = None
    delegation: Delegation | None = None
    is_now: bool = False
    is_over: bool = False

    @property
    def last_day(self) -> date | None:
        return last_day(self.active_until)


def people_listed(user: User, at: datetime) -> QuerySet[User]:
    """Find the people whose page somebody may open, with the positions that they hold now."""
    held = Assignment.objects.filter(current(at)).select_related("position").order_by("pk")
    return User.objects.visible_to(user).prefetch_related(
        Prefetch("assignments", held, to_attr="held_now")
    )


def search_people(people: QuerySet[User], text: str) -> QuerySet[User]:
    return people.filter(
        Q(display_name__icontains=text)
        | Q(username__icontains=text)
        | Q(assignments__position__name__icontains=text)
    ).distinct()


def posts_of(user: User, at: datetime) -> list[Post]:
    """Return every time in a position of somebody's, the newest first. Two queries."""
    held = Assignment.objects.filter(user=user).select_related("position")
    lent = Delegation.objects.filter(deputy=user).select_related("position", "principal")
    posts = [_post(a, at, assignment=a) for a in held] + [_post(d, at, delegation=d) for d in lent]
    return sorted(posts, key=lambda post: post.active_from, reverse=True)


def _post(
    row: Assignment | Delegation,
    at: datetime,
    assignment: Assignment | None = None,
    delegation: Delegation | None = None,
) -> Post:
    is_over = row.active_until is not None and row.active_until <= at
    return Post(
        position_title=row.position.title,
        position_code=row.position.code,
        active_from=row.active_from,
        active_until=row.active_until,
        assignment=assignment,
        delegation=delegation,
        is_now=row.active_from <= at and not is_over,
        is_over=is_over,
    )


def deputies_for(user: User, at: datetime) -> QuerySet[Delegation]:
    """Find who stands in for somebody now or later."""
    return (
        Delegation.objects.filter(principal=user, active_until__gt=at)
        .select_related("deputy", "position")
        .order_by("active_from", "pk")
    )

"""Who sits where, at a moment: positions held, deputies, superiors, reports."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from zhanggui.org.models import Assignment, Delegation, OpenQuestion, Position, User
from zhanggui.org.models.handbook import Decision, HandbookVersion
from zhanggui.org.models.people import codes_below, current, seats_of
from zhanggui.org.rules.handbook import Basis
from zhanggui.org.rules.lines import above, below


@dataclass(frozen=True)
class Seated:
    """Somebody in a position; a deputy stands in until a moment."""

    user: User
    position: Position
    deputy_until: datetime | None = None


def active_assignments(user: User, at: datetime) -> QuerySet[Assignment]:
    """Find the positions that somebody holds at a moment, the longest held first."""
    return (
        Assignment.objects.filter(current(at), user=user)
        .select_related("position")
        .order_by("active_from", "pk")
    )


def positions_of(user: User, at: datetime) -> QuerySet[Position]:
    """Find the positions that somebody may act in at a moment: those held, then deputyships."""
    return seats_of(user, at)


def main_position(user: User, at: datetime) -> Position | None:
    """Return the position that somebody acts in unless they choose another."""
    return positions_of(user, at).first()


def people_in(position: Position, at: datetime) -> QuerySet[User]:
    """Find who holds a position at a moment, deputies left out."""
    return User.objects.holding(position, at).order_by("display_name", "pk")


def deputies_of(position: Position, at: datetime) -> QuerySet[Delegation]:
    """Find who stands in for a position at a moment."""
    return (
        Delegation.objects.filter(current(at), position=position)
        .select_related("deputy", "principal")
        .order_by("active_from", "pk")
    )


def superior_of(user: User, at: datetime) -> User | None:
    """Return who leads somebody: the holder of the superior position, else its deputy, else above.

    None at the top, and for somebody without a position. Four queries at most.
    """
    held = active_assignments(user, at).first()
    if held is None:
        return None
    sitting = [seat for seat in seated(at) if seat.user.pk != user.pk]
    for code in above(reporting_lines(), held.position.code):
        for seat in sitting:
            if seat.position.code == code:
                return seat.user
    return None


def reporting_lines() -> dict[str, str]:
    """Return {position: superior} of the handbook in force, "" for none."""
    rows = Position.objects.in_force().values_list("code", "reports_to__code")
    return {code: superior or "" for code, superior in rows}


def appraiser_of(position: Position, at: datetime) -> User | None:
    """Return who appraises the holders of a position: the holder of its appraiser's seat."""
    if position.appraised_by is None:
        return None
    holder = people_in(position.appraised_by, at).first()
    if holder:
        return holder
    stand_in = deputies_of(position.appraised_by, at).first()
    return stand_in.deputy if stand_in else None


def subordinates(user: User, at: datetime) -> QuerySet[User]:
    """Find everybody who holds a position below one of somebody's, near or far."""
    held = Assignment.objects.filter(current(at), position__code__in=codes_below(user, at))
    return User.objects.filter(pk__in=held.values("user")).exclude(pk=user.pk).order_by("pk")


def positions_below(position: Position) -> list[Position]:
    """Return every position that reports to this one, near or far."""
    codes = below(reporting_lines(), position.code)
    return list(Position.objects.in_force().filter(code__in=codes))


def seated(at: datetime) -> list[Seated]:
    """Return everybody in every position at a moment, holders before deputies. Two queries."""
    holders = Assignment.objects.filter(current(at)).select_related("user", "position")
    deputies = Delegation.objects.filter(current(at)).select_related("deputy", "position")
    return [
        *(Seated(a.user, a.position) for a in holders.order_by("active_from", "pk")),
        *(Seated(d.deputy, d.position, d.active_until) for d in deputies.order_by("pk")),
    ]


def undecided_appraiser(position: Position) -> OpenQuestion | None:
    """Return the question on which a position's appraiser rests while nobody has settled it.

    Proven aliases need no decision. Where the manager declined the proposal, the question stays
    until an edition of the handbook that was published later names the appraiser.
    """
    for question in OpenQuestion.objects.exclude(basis=Basis.PROVEN).exclude(
        decision=Decision.PROPOSED
    ):
        if position.code not in question.appraiser_of:
            continue
        if question.decided_at is None or not _published_after(question.decided_at):
            return question
    return None


def _published_after(moment: datetime) -> bool:
    return HandbookVersion.objects.filter(
        applied_at__isnull=False, published_at__gt=moment
    ).exists()

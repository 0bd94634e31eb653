"""What a desk shows, read from the registries: what is late, what is next."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from zhanggui.core.frame import COUNTS_FRESH_SECONDS, Known, count_waiting, known_for, remember
from zhanggui.core.queues import Queue, Waiting, queues
from zhanggui.core.tools import tools
from zhanggui.desk.models import Notice, Presence
from zhanggui.org.models import Duty, User


@dataclass(frozen=True)
class Work:
    """One line of a desk: whose duty, what waits, by when, and the one act."""

    duty: str
    title: str
    detail: str
    act: str
    url: str
    due_at: datetime | None


@dataclass(frozen=True)
class Desk:
    """`late` and `next` are the person's own duties; `below` is late with those they lead."""

    late: Sequence[Work]
    next: Sequence[Work]
    below: Sequence[Work]
    late_count: int
    next_count: int


def duties_of(user: User) -> list[Duty]:
    """Find the duties of the position that the person acts in."""
    return list(Duty.objects.filter(position__code=user.acting_as, is_current=True))


def known_now(user: User, at: datetime, *, fresh: bool = False) -> Known:
    """Return what waits for a person, counted at most COUNTS_FRESH_SECONDS ago."""
    known = known_for(user)
    if known and not fresh and (at - known.at).total_seconds() < COUNTS_FRESH_SECONDS:
        return known
    presence = Presence.objects.filter(user=user).first()
    return remember(
        user,
        Known(
            at=at,
            waiting=count_waiting(user, at),
            notice_count=Notice.objects.visible_to(user).unread().count(),
            away=bool(presence and presence.is_away),
        ),
    )


def lay_desk(waiting: Mapping[str, Waiting], mine: Collection[str], at: datetime) -> Desk:
    """Sort what waits into late, next and late below; `mine` are the tools of the own duties."""
    late, coming, below = [], [], []
    late_count = next_count = 0
    for code, held in waiting.items():
        queue = queues[code]
        if queue.duty_tool not in mine:
            if held.late:
                below.append(_work(queue, held.late, held.detail, held.due_at))
            continue
        if held.late:
            late_count += held.late
            late.append(_work(queue, held.late, held.detail, held.due_at))
        if rest := held.count - held.late:
            next_count += rest
            due = held.due_at if held.due_at and held.due_at >= at else None
            coming.append(_work(queue, rest, held.detail if not held.late else "", due))
    return Desk(
        sorted(late, key=urgency),
        sorted(coming, key=urgency),
        sorted(below, key=urgency),
        late_count,
        next_count,
    )


def _work(queue: Queue, count: int, detail: str, due_at: datetime | None) -> Work:
    tool = tools.get(queue.duty_tool)
    return Work(
        duty=str(tool.label) if tool else "",
        title=str(queue.label) % {"count": f"{count:,}"},
        detail=detail,
        act=str(queue.act),
        url=queue.url(),
        due_at=due_at,
    )


def urgency(work: Work) -> tuple[bool, float]:
    """The nearest deadline first, work without one last."""
    return (work.due_at is None, work.due_at.timestamp() if work.due_at else 0)

"""What a desk shows, read from the registries: what is late, what is next, how my month goes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhanggui.core.frame import COUNTS_FRESH_SECONDS, Known, count_waiting, known_for, remember
from zhanggui.core.metrics import DEPARTMENT, Indicator, indicators
from zhanggui.core.periods import Month
from zhanggui.core.queues import Queue, Waiting, queues
from zhanggui.core.search import Hit, Provider, providers
from zhanggui.core.tools import tools
from zhanggui.desk.models import ListColumns, Notice, Presence, SavedView
from zhanggui.org.models import Duty, User

HITS_OF_EACH = 6
SHORTEST_SEARCH = 2


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


@dataclass(frozen=True)
class Figure:
    """One indicator so far this month, shown with its unit, and the address of its rows."""

    indicator: Indicator
    shown: str
    n: int
    user_id: int


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
        sorted(late, key=_urgency),
        sorted(coming, key=_urgency),
        sorted(below, key=_urgency),
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


def _urgency(work: Work) -> tuple[bool, float]:
    """The nearest deadline first, work without one last."""
    return (work.due_at is None, work.due_at.timestamp() if work.due_at else 0)


def figures_of(user: User, duties: Sequence[Duty], month: Month) -> list[Figure]:
    """Measure this month's indicators of a person's duties."""
    codes = {duty.code for duty in duties}
    named = {code for duty in duties for code in duty.measures}
    mine = [i for i in indicators if i.per_person and (codes & set(i.duties) or i.code in named)]
    return [_figure(indicator, user.pk, month) for indicator in mine]


def figures_of_department(month: Month) -> list[Figure]:
    """Measure this month's indicators of the whole department."""
    return [_figure(i, DEPARTMENT, month) for i in indicators if not i.per_person]


def _figure(indicator: Indicator, user_id: int, month: Month) -> Figure:
    measure = indicator.measure(month, [user_id]).get(user_id)
    return Figure(indicator, indicator.shown(measure), measure.n if measure else 0, user_id)


@dataclass(frozen=True)
class Found:
    label: str
    hits: Sequence[Hit]


def search_everything(user: User, text: str) -> list[Found]:
    """Ask each app whose things the person may see; kinds without a hit are left out."""
    text = text.strip().replace("\0", "")[:100]
    if len(text) < SHORTEST_SEARCH:
        return []
    asked = [p for p in providers if not p.permission or user.has_perm(p.permission)]
    found = [Found(str(p.label), _hits(p, user, text)) for p in asked]
    return [kind for kind in found if kind.hits]


def _hits(provider: Provider, user: User, text: str) -> Sequence[Hit]:
    return list(provider.find(user, text, HITS_OF_EACH))[:HITS_OF_EACH]


def saved_views(user: User, list_code: str) -> list[SavedView]:
    """Find the views of a list that somebody keeps, then those that others share."""
    rows = SavedView.objects.filter(list_code=list_code)
    shown = rows.filter(user=user) | rows.filter(is_shared=True)
    return sorted(shown, key=lambda view: (view.user_id != user.pk, view.name))


def columns_chosen(user: Any, list_code: str) -> str:
    found = ListColumns.objects.filter(user=user, list_code=list_code).first()
    return found.columns if found else ""

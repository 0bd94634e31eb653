"""The frame of every page: my duties, all my tools. Computed from the registries alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from zhanggui.core.permissions import holds
from zhanggui.core.queues import Waiting, queues
from zhanggui.core.tools import Tool, tools

COUNTS_FRESH_SECONDS = 15
KNOWN_SECONDS = 600
OTHER_SECTION = _("More")


@dataclass(frozen=True)
class DutyLine:
    """One duty of the person's position: its short name and the tool that does it."""

    label: str
    tool: str


@dataclass(frozen=True)
class RailItem:
    """One line of the rail; `hint` is the duty in the handbook's words."""

    label: str
    url: str
    tool: str = ""
    count: int | None = None
    late: int = 0
    hint: str = ""
    active: bool = False


@dataclass(frozen=True)
class Frame:
    """What the page frame shows.

    `sections` hold the tools that no duty of the person's names, `positions` are (code, name) of
    those they may act in.
    """

    duties: Sequence[RailItem] = ()
    sections: Sequence[tuple[str, Sequence[RailItem]]] = ()
    position: str = ""
    positions: Sequence[tuple[str, str]] = ()
    acting_as: str = ""
    company: str = ""
    department: str = ""
    notice_count: int = 0
    away: bool = False
    path: str = ""


def tool_url(tool: Tool) -> str:
    """Return the tool's address, empty when no app serves it."""
    try:
        return reverse(tool.url_name)
    except NoReverseMatch:
        return ""


def count_waiting(user: Any, now: datetime) -> dict[str, Waiting]:
    """Ask each queue that the person may see how much waits in it, by queue code."""
    return {q.code: q.waiting(user, now) for q in queues if holds(user, q.permission)}


@dataclass(frozen=True)
class Known:
    """What was last counted for a person's frame, and when."""

    at: datetime
    waiting: Mapping[str, Waiting]
    notice_count: int = 0
    away: bool = False


def known_for(user: Any) -> Known | None:
    """Return what was last counted. Costs no query: pages show it, the rail then asks anew."""
    found: Known | None = cache.get(_key(user))
    return found


def remember(user: Any, known: Known) -> Known:
    cache.set(_key(user), known, KNOWN_SECONDS)
    return known


def forget(user: Any) -> None:
    """Let the next look at the rail count anew: after an act that changes it."""
    cache.delete(_key(user))


def _key(user: Any) -> str:
    return f"frame:{user.pk}:{getattr(user, 'acting_as', '')}"


def tool_counts(waiting: Mapping[str, Waiting]) -> dict[str, tuple[int, int]]:
    """Add up (waiting, late) by the tool whose duty it is."""
    totals: dict[str, tuple[int, int]] = {}
    for code, held in waiting.items():
        queue = queues.get(code)
        if queue:
            count, late = totals.get(queue.duty_tool, (0, 0))
            totals[queue.duty_tool] = (count + held.count, late + held.late)
    return totals


def build_frame(
    user: Any,
    duties: Iterable[DutyLine],
    *,
    path: str,
    **facts: Any,
) -> Frame:
    """Build the frame of one page; counts are those last known, so that it costs no query.

    `facts` are further fields of Frame: position, positions, acting_as, company, department.
    """
    known = known_for(user)
    counts = tool_counts(known.waiting if known else {})
    if known:
        facts = {"notice_count": known.notice_count, "away": known.away} | facts
    mine = _duty_items(duties, user, counts)
    done = {item.tool for item in mine}
    urls = {item.url for item in mine}
    sections: dict[str, list[RailItem]] = {}
    for tool in tools:
        url = tool_url(tool)
        if url and url not in urls and tool.code not in done and holds(user, tool.permission):
            urls.add(url)
            items = sections.setdefault(str(tool.section or OTHER_SECTION), [])
            items.append(RailItem(str(tool.label), url, tool.code))
    mine, sections = _mark_active(mine, sections, path)
    return Frame(mine, tuple(sections.items()), path=path, **facts)


def _duty_items(
    duties: Iterable[DutyLine], user: Any, counts: Mapping[str, tuple[int, int]]
) -> list[RailItem]:
    """One line a tool, in the order of the duties; a duty that no tool does yet has none."""
    items: dict[str, RailItem] = {}
    for line in duties:
        tool = tools.get(line.tool)
        url = tool_url(tool) if tool and holds(user, tool.permission) else ""
        if tool and url and tool.code not in items:
            count, late = counts.get(tool.code, (None, 0))
            items[tool.code] = RailItem(str(tool.label), url, tool.code, count, late, line.label)
    return list(items.values())


def _mark_active(
    mine: list[RailItem], sections: dict[str, list[RailItem]], path: str
) -> tuple[list[RailItem], dict[str, list[RailItem]]]:
    """Mark the one line whose address is the longest start of the page's path."""
    everything = [*mine, *(item for items in sections.values() for item in items)]
    starts = [item.url for item in everything if item.url and path.startswith(item.url)]
    here = max(starts, key=len, default=None)
    if here is None:
        return mine, sections

    def marked(items: list[RailItem]) -> list[RailItem]:
        return [replace(item, active=True) if item.url == here else item for item in items]

    return marked(mine), {name: marked(items) for name, items in sections.items()}


def page_path(request: HttpRequest) -> str:
    """Return the path of the page that the person looks at; the rail asks from beside it."""
    if request.headers.get("HX-Target") == "rail-items":
        return urlsplit(request.headers.get("HX-Current-URL", "")).path or request.path
    return request.path

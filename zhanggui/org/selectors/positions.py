"""One position: what the handbook says of it, who sits there, what it may do."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from zhanggui.core.frame import tool_url
from zhanggui.core.periods import Month
from zhanggui.core.tools import Tool, tools
from zhanggui.org.models import Assignment, Delegation, OpenQuestion, Position, User
from zhanggui.org.rules.handbook import PositionText
from zhanggui.org.selectors.dutymap import MappedDuty, map_duties
from zhanggui.org.selectors.handbook import handbook_in_force
from zhanggui.org.selectors.seats import deputies_of, people_in, undecided_appraiser


@dataclass(frozen=True)
class PositionSheet:
    """Everything of a position's page. `held_tools` are (tool, address).

    `question` is the undecided one that its appraiser rests on.
    """

    text: PositionText | None
    people: QuerySet[User]
    visible: set[int]
    deputies: QuerySet[Delegation]
    duties: list[MappedDuty]
    held_tools: list[tuple[Tool, str]]
    question: OpenQuestion | None
    past: QuerySet[Assignment]


def sheet_of(position: Position, *, viewer: User, at: datetime) -> PositionSheet:
    """Gather what the page of a position shows."""
    handbook = handbook_in_force()
    held = sorted(handbook.tools_of(position.code)) if handbook else []
    named = filter(None, map(tools.get, held))
    past = Assignment.objects.filter(position=position, active_until__lte=at)
    return PositionSheet(
        text=handbook.position(position.code) if handbook else None,
        people=people_in(position, at),
        visible=set(User.objects.visible_to(viewer).values_list("pk", flat=True)),
        deputies=deputies_of(position, at),
        duties=[m for m in map_duties(Month.of(at)) if m.duty.position_id == position.pk],
        held_tools=[(tool, tool_url(tool)) for tool in named],
        question=undecided_appraiser(position),
        past=past.select_related("user").order_by("-active_until"),
    )

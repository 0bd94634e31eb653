"""What differs between two editions of a handbook. Pure Python."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from zhanggui.org.rules.handbook import DutyText, Handbook, PayText, PositionText, Wording


class About(StrEnum):
    """What a change is about."""

    POSITION = "position"
    TITLE = "title"
    SUPERIOR = "superior"
    APPRAISER = "appraiser"
    GOAL = "goal"
    QUALIFICATION = "qualification"
    PAY = "pay"
    TITLES = "other-titles"
    DUTY = "duty"
    DUTY_TOOL = "duty-tool"
    DUTY_DONE = "duty-done-when"
    SEAT_TOOLS = "seat-tools"


@dataclass(frozen=True)
class Change:
    """One difference: of a position ("" is the department), about what, before and after.

    An empty `before` means added, an empty `after` taken away. `item` is a duty's id.
    """

    position: str
    about: About
    before: str
    after: str
    item: str = ""


def changes_between(old: Handbook, new: Handbook) -> list[Change]:
    """List what differs, position by position in the new order, what is gone at the end."""
    before = {p.code: p for p in old.positions}
    after = {p.code: p for p in new.positions}
    found = list(_of_duties("", old.functions, new.functions))
    if old.everybody != new.everybody:
        found.append(
            Change("", About.SEAT_TOOLS, ", ".join(old.everybody), ", ".join(new.everybody))
        )
    for code, position in after.items():
        if code not in before:
            found.append(Change(code, About.POSITION, "", position.title.zh))
        was = before.get(code, PositionText(code, Wording(""), "", ""))
        found += _of_position(was, position)
    for code, position in before.items():
        if code not in after:
            found.append(Change(code, About.POSITION, position.title.zh, ""))
    return [change for change in found if change.before != change.after]


def _of_position(old: PositionText, new: PositionText) -> Iterator[Change]:
    pairs = {
        About.TITLE: (_both(old.title), _both(new.title)) if old.title.zh else ("", ""),
        About.SUPERIOR: (old.reports_to, new.reports_to),
        About.APPRAISER: (old.appraised_by, new.appraised_by),
        About.GOAL: (_both(old.goal), _both(new.goal)),
        About.QUALIFICATION: (_qualification(old), _qualification(new)),
        About.PAY: (_pay(old.pay), _pay(new.pay)),
        About.TITLES: ("、".join(old.aliases), "、".join(new.aliases)),
        About.SEAT_TOOLS: (", ".join(old.tools), ", ".join(new.tools)),
    }
    for about, (before, after) in pairs.items():
        yield Change(new.code, about, before, after)
    yield from _of_duties(new.code, old.duties, new.duties)


def _of_duties(code: str, old: tuple[DutyText, ...], new: tuple[DutyText, ...]) -> Iterator[Change]:
    before: Mapping[str, DutyText] = {duty.id: duty for duty in old}
    after: Mapping[str, DutyText] = {duty.id: duty for duty in new}
    for key in [*after, *(key for key in before if key not in after)]:
        was, now = before.get(key), after.get(key)
        yield Change(code, About.DUTY, _text(was), _text(now), key)
        if was and now:
            yield Change(code, About.DUTY_TOOL, ", ".join(was.tools), ", ".join(now.tools), key)
            yield Change(code, About.DUTY_DONE, was.done_when, now.done_when, key)


def _both(wording: Wording) -> str:
    return " / ".join(filter(None, (wording.zh, wording.en)))


def _text(duty: DutyText | None) -> str:
    return _both(Wording(duty.zh, duty.en)) if duty else ""


def _qualification(position: PositionText) -> str:
    wanted = position.qualification
    years = "" if wanted.years is None else str(wanted.years)
    parts = (wanted.gender, wanted.education, years, *wanted.knowledge, *wanted.abilities)
    return "; ".join(filter(None, parts))


def _pay(pay: PayText) -> str:
    parts = (pay.annual_low, pay.annual_high, pay.monthly)
    return "" if parts == (None, None, None) else " / ".join(str(p or "—") for p in parts)

"""What a position may do: from its duties over their tools to permissions."""

from dataclasses import dataclass

from zhanggui.core.tools import tools
from zhanggui.org.rules.handbook import Handbook
from zhanggui.org.rules.lines import below


def permissions_of(handbook: Handbook, code: str) -> set[str]:
    """Compute what a position may do.

    It is what the tools of its duties permit and grant, and the oversight of the tools of every
    position under it. A tool that no app declares grants nothing.
    """
    held: set[str] = set()
    for tool in filter(None, map(tools.get, handbook.tools_of(code))):
        held |= {tool.permission, *tool.grants}
    for report in below(handbook.superiors(), code):
        for tool in filter(None, map(tools.get, handbook.tools_of(report))):
            held |= set(tool.oversight)
    return {str(permission) for permission in held}


@dataclass(frozen=True)
class RightsChange:
    """What a position gains and loses from one edition to the next."""

    code: str
    title: str
    tools_gained: tuple[str, ...]
    tools_lost: tuple[str, ...]
    gained: tuple[str, ...]
    lost: tuple[str, ...]


def rights_between(old: Handbook, new: Handbook) -> list[RightsChange]:
    """List the positions whose tools or permissions differ between two editions."""
    positions = {p.code: p for p in (*old.positions, *new.positions)}
    return [
        change
        for code, text in positions.items()
        if (change := _change(old, new, code, text.title.zh)) is not None
    ]


def _change(old: Handbook, new: Handbook, code: str, title: str) -> RightsChange | None:
    tools_before, tools_after = old.tools_of(code), new.tools_of(code)
    before = permissions_of(old, code) if old.position(code) else set()
    after = permissions_of(new, code) if new.position(code) else set()
    if tools_before == tools_after and before == after:
        return None
    return RightsChange(
        code=code,
        title=title,
        tools_gained=tuple(sorted(tools_after - tools_before)),
        tools_lost=tuple(sorted(tools_before - tools_after)),
        gained=tuple(sorted(after - before)),
        lost=tuple(sorted(before - after)),
    )


def unknown_tools(handbook: Handbook) -> list[tuple[str, str]]:
    """List (duty or position, tool) for tools that no app declares: nothing opens there yet."""
    found = [
        (duty.id, tool) for _, duty in handbook.duties() for tool in duty.tools if tool not in tools
    ]
    found += [(p.code, tool) for p in handbook.positions for tool in p.tools if tool not in tools]
    return found

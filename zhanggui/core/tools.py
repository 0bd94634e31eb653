"""Tools: the places where duties are done. Each app declares its own in tools.py.

A duty of the handbook names its tool; a position may do what the tools of its duties grant.
"""

from dataclasses import dataclass

from django.utils.functional import Promise

from zhanggui.core.registry import Registry


@dataclass(frozen=True)
class Tool:
    """A screen that duties open.

    `code` is the handbook's `tool` ("shipping/tracking-entry"); `url_name` opens it and
    `permission` guards it. `grants` are the further permissions that the work needs; `oversight`
    those that the superiors of the people who do it get (looking, not doing). `section` groups the
    tool in the rail; `help` names a page of docs/user/.
    """

    code: str
    label: str | Promise
    url_name: str
    permission: str
    grants: tuple[str, ...] = ()
    oversight: tuple[str, ...] = ()
    section: str | Promise = ""
    help: str = ""


tools: Registry[Tool] = Registry()


def declare(tool: Tool) -> Tool:
    """Add a tool to the registry; see Tool for what its fields mean."""
    return tools.add(tool)

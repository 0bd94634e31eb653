from django import template

from zhanggui.core.frame import tool_url
from zhanggui.core.tools import tools
from zhanggui.org.rules.handbook import Wording
from zhanggui.org.selectors import handbook

register = template.Library()


@register.filter
def words(wording: Wording | None) -> str:
    """Write a wording of the handbook in the language of the screen."""
    return handbook.words(wording) if wording else ""


@register.filter
def tool_label(code: str) -> str:
    """Name a tool; one that no app declares keeps its code."""
    tool = tools.get(code)
    return str(tool.label) if tool else code


@register.filter
def tool_address(code: str) -> str:
    """Return where a tool opens, "" when nothing serves it."""
    tool = tools.get(code)
    return tool_url(tool) if tool else ""

"""What the desk itself finds: screens and the guide."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhanggui.core.frame import tool_url
from zhanggui.core.help import help_pages
from zhanggui.core.permissions import holds
from zhanggui.core.search import Hit, Provider, declare
from zhanggui.core.tools import tools
from zhanggui.org.models import User


def find_screens(user: User, text: str, limit: int) -> Sequence[Hit]:
    """Find the tools that the person may open by a piece of their name."""
    piece = text.casefold()
    return [
        Hit(str(tool.label), str(tool.section), url)
        for tool in tools
        if piece in f"{tool.label} {tool.code}".casefold()
        and holds(user, tool.permission)
        and (url := tool_url(tool))
    ][:limit]


def find_help(_user: User, text: str, limit: int) -> Sequence[Hit]:
    """Find pages of the guide that hold the text; those with it in the title come first."""
    piece = text.casefold()
    pages = [page for page in help_pages() if piece in page.source.casefold()]
    pages.sort(key=lambda page: piece not in page.title.casefold())
    return [
        Hit(page.title, "", reverse("core:read-help", args=[page.slug])) for page in pages[:limit]
    ]


declare(Provider("desk.screens", _("Screens"), "", find_screens))
declare(Provider("desk.help", _("The guide"), "", find_help))

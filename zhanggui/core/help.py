"""The user's guide (docs/user/*.md), shown in the product beside the page that it explains."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from markdown_it import MarkdownIt

from zhanggui.core.tools import tools

INDEX = "index"
_SLUG = re.compile(r"^[a-z0-9-]+$")
_TITLE = re.compile(r"^#\s+(.+)$", re.MULTILINE)
# No HTML in the source: what the guide says is text.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class HelpPage:
    slug: str
    title: str
    source: str

    @property
    def html(self) -> SafeString:
        return mark_safe(str(_MARKDOWN.render(self.source)))  # noqa: S308 - our own files, HTML is off


def _files(slug: str) -> list[Path]:
    """The files of a page, the reader's language first: page.zh.md is Chinese, page.md English."""
    folder = Path(settings.HELP_DIR)
    chinese, english = folder / f"{slug}.zh.md", folder / f"{slug}.md"
    order = [chinese, english] if (get_language() or "zh").startswith("zh") else [english, chinese]
    return [file for file in order if file.is_file()]


def help_page(slug: str) -> HelpPage | None:
    """Read a page of the guide in the reader's language; None when there is no such page."""
    if not _SLUG.match(slug):
        return None
    for file in _files(slug):
        source = file.read_text("utf-8")
        title = _TITLE.search(source)
        return HelpPage(slug, title[1] if title else slug, source)
    return None


def help_pages() -> list[HelpPage]:
    """Read every page of the guide, the index first, then by title."""
    folder = Path(settings.HELP_DIR)
    slugs = {file.name.split(".")[0] for file in folder.glob("*.md")}
    pages = [page for slug in slugs if (page := help_page(slug))]
    return sorted(pages, key=lambda page: (page.slug != INDEX, page.title))


def help_slug(view_name: str) -> str:
    """Name the page that explains a screen: the tool's own, else the app's, else the index."""
    for tool in tools:
        if tool.url_name == view_name and tool.help:
            return tool.help
    app = view_name.split(":", maxsplit=1)[0]
    return app if _SLUG.match(app) and _files(app) else INDEX

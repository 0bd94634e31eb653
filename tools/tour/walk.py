"""Going from page to page by the links that a person is given."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page

# Links that do not open a page: files, the way out, and the tools of the library that is Wagtail.
NOT_A_PAGE = re.compile(
    r"^/(static|media|accounts/logout|i18n|cms/(?!$)|accounts/2fa/.*/(generate|download))"
    r"|/download/|^/imports/(template|files)/|^/jobs/\d+/(result|errors)/|^/metrics"
    r"|[?&](export|format)=|\.(pdf|xlsx|csv|docx|yaml|svg|png)$"
)


@dataclass(frozen=True)
class Stop:
    """One page of the tour: its address, and the route that it stands for."""

    path: str
    route: str


def route_of(path: str) -> str:
    """Fold numbers and names in an address, so that 4,000 orders are one route."""
    bare = urlsplit(path).path
    return re.sub(r"/(\d+|[A-Z]{1,4}-[A-Z]?\d+|\d{4}-\d{2}(-\d{2})?)(?=/|$)", "/*", bare)


@dataclass
class Walker:
    """Breadth first from the start pages; a route is taken `each` times at most."""

    base: str
    starts: tuple[str, ...]
    each: int = 1
    seen: dict[str, int] = field(default_factory=dict)
    waiting: deque[Stop] = field(default_factory=deque)

    def __post_init__(self) -> None:
        for path in self.starts:
            self.offer(path)

    def offer(self, path: str) -> None:
        """Put an address on the list, unless its route has been taken often enough."""
        if NOT_A_PAGE.search(path):
            return
        route = route_of(path)
        if self.seen.get(route, 0) < self.each:
            self.seen[route] = self.seen.get(route, 0) + 1
            self.waiting.append(Stop(path, route))

    def links(self, page: Page) -> Iterator[str]:
        for href in page.eval_on_selector_all(
            "a[href]:not([download]):not([href^='#'])", "list => list.map(a => a.href)"
        ):
            target = urlsplit(urljoin(page.url, href))
            if f"{target.scheme}://{target.netloc}" == self.base:
                yield target.path + (f"?{target.query}" if target.query else "")

    def take(self) -> Stop | None:
        return self.waiting.popleft() if self.waiting else None

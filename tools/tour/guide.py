"""One person's tour: sign in, go everywhere, look at each page in each look."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Error, Page

from tools.tour import faults
from tools.tour.album import picture_name
from tools.tour.walk import Stop, Walker

WIDTHS = (1440, 390)


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    width: int
    theme: str = "light"
    language: str = "zh-hans"

    def __str__(self) -> str:
        return f"{self.width}-{self.theme}-{self.language}"


SHORT = tuple(Look(width) for width in WIDTHS)
FULL = tuple(Look(*one) for one in itertools.product(WIDTHS, ("light", "dark"), ("zh-hans", "en")))


@dataclass
class Report:
    """What a tour saw: the pictures taken, and each fault with its page and look."""

    pictures: list[Path] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    pages: int = 0


@dataclass
class Guide:
    """Shows the product as one position."""

    browser: Browser
    base: str
    position: str
    out: Path
    axe: str
    looks: tuple[Look, ...] = SHORT
    report: Report = field(default_factory=Report)

    def tour(self, username: str, password: str, skip: Iterable[str] = ()) -> set[str]:
        """Go through all that the person is given, less the routes to skip; return the routes."""
        starts = ("/desk/",) if username else ("/", "/accounts/login/")
        walker = Walker(self.base, starts, seen=dict.fromkeys(skip, 1))
        stops: list[Stop] = []
        for number, look in enumerate(self.looks):
            with self.browser.new_context(
                viewport={"width": look.width, "height": 900 if look.width > 800 else 844},
                color_scheme="dark" if look.theme == "dark" else "light",
                locale="zh-CN" if look.language == "zh-hans" else "en-US",
                reduced_motion="reduce",
            ) as context:
                context.add_cookies(
                    [{"name": "django_language", "value": look.language, "url": self.base}]
                )
                page = context.new_page()
                if username:
                    self.sign_in(page, username, password)
                if number == 0:
                    stops = self.explore(page, walker, look)
                else:
                    self.revisit(page, stops, look)
        return {stop.route for stop in stops}

    def sign_in(self, page: Page, username: str, password: str) -> None:
        page.goto(f"{self.base}/accounts/login/")
        page.fill("input[name=login]", username)
        page.fill("input[name=password]", password)
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/desk/**")

    def explore(self, page: Page, walker: Walker, look: Look) -> list[Stop]:
        stops = []
        listener = faults.Listener()
        listener.attach(page)
        while stop := walker.take():
            stops.append(stop)
            self.look_at(page, stop, look, listener)
            for path in walker.links(page):
                walker.offer(path)
        return stops

    def revisit(self, page: Page, stops: list[Stop], look: Look) -> None:
        listener = faults.Listener()
        listener.attach(page)
        for stop in stops:
            self.look_at(page, stop, look, listener)

    def look_at(self, page: Page, stop: Stop, look: Look, listener: faults.Listener) -> None:
        """Open one page, take its picture, and write down what is wrong with it."""
        self.report.pages += 1
        try:
            page.goto(self.base + stop.path, wait_until="load")
            page.wait_for_load_state("networkidle", timeout=5000)
        except Error as error:
            self.fault(stop, look, f"does not open: {error.message.splitlines()[0]}")
            return
        found = listener.take()
        found += faults.too_wide(page) + faults.too_heavy(page)
        found += faults.untranslated(page, look.language)
        target = self.out / picture_name(self.position, stop.path, str(look))
        target.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=target, full_page=True, animations="disabled")
        self.report.pictures.append(target)
        found += faults.inaccessible(page, self.axe)
        for sentence in found:
            self.fault(stop, look, sentence)

    def fault(self, stop: Stop, look: Look, sentence: str) -> None:
        self.report.faults.append(f"{self.position} {stop.path} [{look}] {sentence}")

"""What must not be seen on any page. Each check returns sentences; none means the page is well."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import polib
from playwright.sync_api import Page, Response

PACKAGE = Path(__file__).resolve().parents[2] / "zhanggui"
SLOWEST_MS = 1000
HEAVIEST_BYTES = 1_500_000


@dataclass
class Listener:
    """Hears what a page complains of while it loads."""

    said: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def attach(self, page: Page) -> None:
        page.on("console", lambda m: self.said.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("response", self._answered)

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.failed.append(f"{response.status} {response.url}")

    def take(self) -> list[str]:
        heard = [f"console: {text}" for text in self.said] + [
            f"HTTP {text}" for text in self.failed
        ]
        self.said.clear()
        self.failed.clear()
        return heard


@lru_cache
def _translations() -> dict[str, str]:
    """Map each English text of the screen to its Chinese, where the two differ."""
    return {
        entry.msgid: entry.msgstr
        for path in PACKAGE.rglob("zh_Hans/LC_MESSAGES/django.po")
        for entry in polib.pofile(str(path))
        if entry.msgstr and entry.msgid != entry.msgstr and "%" not in entry.msgid
    }


def untranslated(page: Page, language: str) -> list[str]:
    """Find texts that stand in the other language, whole, on the page."""
    shown = set(
        page.evaluate(
            """() => {
              const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              const found = [];
              while (walk.nextNode()) {
                const node = walk.currentNode;
                if (node.parentElement.closest("[lang], script, style, pre, code, [data-content]"))
                  continue;
                found.push(node.textContent.trim());
              }
              return found;
            }"""
        )
    )
    known = _translations()
    wrong = set(known) if language == "zh-hans" else {known[text] for text in known}
    # A word that is right in both languages (SKU, or a name that people typed) is no fault.
    both = set(known.values()) if language == "zh-hans" else set(known)
    return [f"untranslated: {text}" for text in sorted(shown & (wrong - both)) if len(text) > 2]


def too_wide(page: Page) -> list[str]:
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"scrolls sideways by {over} px"] if over > 1 else []


def too_heavy(page: Page) -> list[str]:
    """Compare the page's time to its load event, and its bytes, with what a customer would bear."""
    figures = page.evaluate(
        """() => {
          const page = performance.getEntriesByType("navigation")[0];
          const parts = performance.getEntriesByType("resource");
          const bytes = parts.reduce((sum, part) => sum + part.transferSize, page.transferSize);
          return [page.loadEventEnd, bytes];
        }"""
    )
    faults = []
    if figures[0] > SLOWEST_MS:
        faults.append(f"slow: {figures[0]:.0f} ms")
    if figures[1] > HEAVIEST_BYTES:
        faults.append(f"heavy: {figures[1]:,} bytes")
    return faults


def inaccessible(page: Page, axe: str) -> list[str]:
    """Run axe-core (WCAG 2.1 A and AA) and name what it calls serious or critical."""
    page.evaluate(axe)
    found = page.evaluate(
        """async () => {
          const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
          const run = await axe.run(document, {runOnly: rules});
          return run.violations
            .filter((v) => ["serious", "critical"].includes(v.impact))
            .map((v) => `${v.id}: ${v.nodes[0].target.join(" ")} (${v.nodes.length})`);
        }"""
    )
    return [f"axe {text}" for text in found]

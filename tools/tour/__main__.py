"""python -m tools.tour BASE [--as POSITION …] [--out DIR] [--full]"""

import argparse
import shutil
import sys
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools.tour.album import contact_sheet
from tools.tour.guide import FULL, SHORT, Guide
from zhanggui.desk.demo.people import PASSWORD, PEOPLE

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "var" / "vendor" / "axe-core" / "axe.min.js"
VISITOR = "visitor"


def accounts(chosen: list[str]) -> list[tuple[str, str]]:
    """Pair each position with the user name of the first who holds it; the visitor has none."""
    first: dict[str, str] = {VISITOR: ""}
    # From the front line up: a page belongs to the first position that reaches it.
    for person in sorted(PEOPLE, key=lambda p: p.position != "shop-guide"):
        first.setdefault(person.position, person.username)
    return [(p, name) for p, name in first.items() if not chosen or p in chosen]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", help="http://127.0.0.1:8000: where the demo company runs")
    parser.add_argument("--as", dest="positions", action="append", default=[], metavar="POSITION")
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "tour")
    parser.add_argument("--full", action="store_true", help="every position, look and language")
    options = parser.parse_args()
    everything = options.full or bool(options.positions)
    began, seen, faults, pages = time.monotonic(), set[str](), list[str](), 0
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for position, username in accounts(options.positions):
            guide = Guide(
                browser, options.base.rstrip("/"), position, options.out, AXE.read_text(),
                looks=FULL if options.full else SHORT,
            )  # fmt: skip
            seen |= guide.tour(username, PASSWORD, skip=() if everything else seen)
            sheet = contact_sheet(options.out, position, guide.report.pictures)
            print(
                f"{position}: {guide.report.pages} pages,"
                f" {len(guide.report.faults)} faults, {sheet}"
            )
            faults += guide.report.faults
            pages += guide.report.pages
        browser.close()
    print("\n".join(faults))
    print(f"{pages} pages in {time.monotonic() - began:.0f} s, {len(faults)} faults")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())

"""What each phase found, and one line for all of them."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

ORDER = ("failed", "passed", "skipped", "xfailed", "xpassed", "errors")
CLOSING = re.compile(r"^=* ?(?:no tests ran|\d+ \w+).* in [\d.]+s.*$", re.MULTILINE)
NOTHING_CHOSEN = 5  # pytest's exit code for no tests at all


@dataclass(frozen=True)
class Result:
    """How one phase ended."""

    name: str
    code: int
    seconds: float
    output: str
    counts: bool
    skipped: str = ""  # why it was not run

    @property
    def good(self) -> bool:
        return self.code == 0 or (self.counts and self.code == NOTHING_CHOSEN)

    def closing(self) -> str:
        """Return pytest's closing line; empty for other tools."""
        found = CLOSING.findall(self.output) if self.counts else []
        return found[-1].strip("= ") if found else ""


def tally(closing: str) -> Counter[str]:
    """Read the numbers of a closing line."""
    numbers: Counter[str] = Counter()
    for number, word in re.findall(r"(\d+) (\w+)", closing.split(" in ", maxsplit=1)[0]):
        numbers["errors" if word == "error" else word] += int(number)
    return numbers


def combined(results: Iterable[Result], seconds: float) -> str:
    """Write pytest's closing line for the sum of all passes."""
    whole: Counter[str] = Counter()
    for result in results:
        whole += tally(result.closing())
        if not result.counts and not result.good:
            whole["failed"] += 1
        if result.counts and not result.good and not result.closing():
            whole["errors"] += 1
    words = [f"{whole[name]} {name}" for name in ORDER if whole[name]] or ["no tests ran"]
    return f" {', '.join(words)} in {seconds:.2f}s ".center(80, "=")


def table(results: Iterable[Result]) -> str:
    """Write one line per phase: how it ended, how long it took, what it counted."""
    lines = []
    for result in results:
        word = "SKIPPED" if result.skipped else "ok" if result.good else "FAILED"
        note = result.skipped or result.closing()
        lines.append(f"  {result.name:<14}{word:<9}{result.seconds:7.1f} s  {note}".rstrip())
    return "\n".join(lines)

"""How many rows of each sheet came out how, and the amounts that they add up to."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from zhanggui.imports.registry import Outcome


class Tally:
    """Counts of rows by sheet and outcome, and sums of fen by outcome."""

    def __init__(self) -> None:
        self.rows: dict[str, Counter[str]] = {}
        self.fen: Counter[str] = Counter()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Tally":
        tally = cls()
        tally.rows = {sheet: Counter(counts) for sheet, counts in data.get("rows", {}).items()}
        tally.fen = Counter(data.get("fen", {}))
        return tally

    def as_json(self) -> dict[str, Any]:
        return {"rows": {sheet: dict(c) for sheet, c in self.rows.items()}, "fen": dict(self.fen)}

    def add(self, sheet: str, outcome: Outcome, rows: int = 1, fen: int = 0) -> None:
        if rows:
            self.rows.setdefault(sheet, Counter())[outcome] += rows
        if fen:
            self.fen[outcome] += fen

    def of(self, sheet: str, outcome: Outcome) -> int:
        return self.rows.get(sheet, Counter())[outcome]

    def read(self, sheet: str) -> int:
        """Return how many rows were read: new, changed, unchanged and refused ones."""
        return sum(self.rows.get(sheet, Counter()).values())

    @property
    def total_fen(self) -> int:
        return sum(self.fen.values())

"""Where the boxes of an organisation chart stand: superiors left, reports right. Pure Python."""

from collections.abc import Mapping
from dataclasses import dataclass

from zhanggui.org.rules.lines import walk

WIDTH, ACROSS, DOWN = 210, 46, 12
HEAD, ROW, FOOT = 26, 19, 8
MARGIN = 8


@dataclass(frozen=True)
class Box:
    """One position's box, in pixels; `rows` lines of text stand under its title."""

    code: str
    x: int
    y: int
    height: int
    depth: int


@dataclass(frozen=True)
class Line:
    """A line from a superior's box to a report's: out, along, in."""

    x1: int
    y1: int
    x2: int
    y2: int

    @property
    def middle(self) -> int:
        return (self.x1 + self.x2) // 2


@dataclass(frozen=True)
class Layout:
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: int
    height: int


def lay_out(superiors: Mapping[str, str], rows: Mapping[str, int]) -> Layout:
    """Place a box for each position, with room for `rows` lines under the title.

    Reports stand under each other to the right of their superior, who stands at their middle.
    """
    depths = dict(walk(superiors))
    tops: dict[str, int] = {}
    foot = MARGIN

    def place(code: str) -> tuple[int, int]:
        """Place a position and all below it; return the top and bottom of its box."""
        nonlocal foot
        height = HEAD + ROW * max(1, rows.get(code, 1)) + FOOT
        start = foot
        spans = [place(report) for report in depths if superiors[report] == code]
        top = max((spans[0][0] + spans[-1][1] - height) // 2, start) if spans else start
        tops[code] = top
        foot = max(foot, top + height + DOWN)
        return top, top + height

    for code, depth in depths.items():
        if depth == 0:
            place(code)
    boxes = {
        code: Box(
            code,
            MARGIN + depth * (WIDTH + ACROSS),
            tops[code],
            HEAD + ROW * max(1, rows.get(code, 1)) + FOOT,
            depth,
        )
        for code, depth in depths.items()
    }
    return Layout(
        boxes=tuple(boxes.values()),
        lines=tuple(_line(boxes[superiors[b.code]], b) for b in boxes.values() if b.depth),
        width=max((box.x for box in boxes.values()), default=0) + WIDTH + MARGIN,
        height=foot - DOWN + MARGIN,
    )


def _line(superior: Box, report: Box) -> Line:
    return Line(superior.x + WIDTH, superior.y + HEAD // 2 + 6, report.x, report.y + HEAD // 2 + 6)

"""Reporting lines: who stands above and below whom. Pure Python.

Lines are {position: superior}; "" or an unknown superior ends a line.
"""

from collections.abc import Iterator, Mapping


def above(lines: Mapping[str, str], code: str) -> list[str]:
    """Return the superiors of a position, the nearest first; stops where a line would repeat."""
    found: list[str] = []
    superior = lines.get(code, "")
    while superior and superior in lines and superior not in found and superior != code:
        found.append(superior)
        superior = lines.get(superior, "")
    return found


def below(lines: Mapping[str, str], code: str) -> set[str]:
    """Return every position that reports to this one, directly or through others."""
    return {other for other in lines if code in above(lines, other)}


def cycles(lines: Mapping[str, str]) -> list[list[str]]:
    """Return each ring of positions that report to each other, from its least member on."""
    rings: set[tuple[str, ...]] = set()
    for start in lines:
        path: list[str] = []
        here = start
        while here in lines and here not in path:
            path.append(here)
            here = lines[here]
        if here in path:
            ring = path[path.index(here) :]
            least = ring.index(min(ring))
            rings.add((*ring[least:], *ring[:least]))
    return [list(ring) for ring in sorted(rings)]


def walk(lines: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Give each position after its superior, with its depth; keeps the order of equals."""

    def under(superior: str, depth: int) -> Iterator[tuple[str, int]]:
        for code, above_it in lines.items():
            if (above_it if above_it in lines else "") == superior:
                yield code, depth
                yield from under(code, depth + 1)

    yield from under("", 0)

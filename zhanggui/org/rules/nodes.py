"""Typed reading of a tree of a YAML file, noting each fault with its place. Pure Python."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from zhanggui.org.rules.faults import Fault, Wrong
from zhanggui.org.rules.handbook import Wording

CODE = re.compile(r"^[A-Za-z][A-Za-z0-9-]{0,39}$")
MAX_TEXT = 2000


class Node:
    """One mapping of the tree. Reads note faults and return something harmless instead."""

    def __init__(self, tree: Any, place: str, faults: list[Fault], known: str = "") -> None:
        self.place, self.faults = place, faults
        self.tree: Mapping[str, Any] = tree if isinstance(tree, Mapping) else {}
        if not isinstance(tree, Mapping):
            self.note("", Wrong.NOT_GROUP, type(tree).__name__)
        names = set(known.split())
        for key in self.tree:
            if known and str(key) not in names:
                self.note(str(key), Wrong.UNKNOWN_KEY, str(key))

    def note(self, key: str, wrong: Wrong, detail: str = "") -> None:
        self.faults.append(Fault(self.at(key) or "file", wrong, detail[:80]))

    def at(self, key: str) -> str:
        return ".".join(filter(None, (self.place, key)))

    def has(self, key: str) -> bool:
        return self.tree.get(key) is not None

    def text(self, key: str, *, needed: bool = False) -> str:
        value = self.tree.get(key)
        if value is None or value == "":
            if needed:
                self.note(key, Wrong.MISSING)
            return ""
        if not isinstance(value, (str, int)) or len(str(value)) > MAX_TEXT:
            self.note(key, Wrong.NOT_TEXT, type(value).__name__)
            return ""
        return str(value)

    def code(self, key: str) -> str:
        value = self.text(key, needed=True)
        if value and not CODE.match(value):
            self.note(key, Wrong.BAD_CODE, value)
        return value

    def number(self, key: str) -> int | None:
        value = self.tree.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10**9:
            self.note(key, Wrong.NOT_NUMBER, str(value))
            return None
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        return bool(self.tree.get(key, default))

    def items(self, key: str) -> list[Any]:
        value = self.tree.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.note(key, Wrong.NOT_LIST, type(value).__name__)
            return []
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        found = self.items(key)
        for i, item in enumerate(found):
            if not isinstance(item, (str, int)):
                self.note(f"{key}[{i}]", Wrong.NOT_TEXT, type(item).__name__)
        return tuple(str(item) for item in found if isinstance(item, (str, int)))

    def child(self, key: str, known: str = "") -> "Node":
        return Node(self.tree.get(key) or {}, self.at(key), self.faults, known)

    def children(self, key: str, known: str = "") -> Iterator["Node"]:
        for i, item in enumerate(self.items(key)):
            yield Node(item, self.at(f"{key}[{i}]"), self.faults, known)

    def wording(self, key: str, *, needed: bool = False) -> Wording:
        if not self.has(key):
            if needed:
                self.note(key, Wrong.MISSING)
            return Wording("")
        node = self.child(key, "zh en")
        return Wording(node.text("zh", needed=True), node.text("en"))

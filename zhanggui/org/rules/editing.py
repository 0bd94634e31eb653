"""Changes to the tree of a handbook draft. Each returns a new tree. Pure Python."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

Tree = dict[str, Any]
EMPTY: tuple[Any, ...] = (None, "", [], (), {})


class NotInHandbookError(LookupError):
    """The draft has no such position or duty."""


def position_node(tree: Tree, code: str) -> Tree:
    """Find a position's part of the tree.

    :raises NotInHandbookError: if there is none
    """
    for node in tree["positions"]:
        if node["code"] == code:
            found: Tree = node
            return found
    raise NotInHandbookError(code)


def with_position(tree: Tree, code: str, fields: Mapping[str, Any]) -> Tree:
    """Set fields of a position; a field that is empty goes away.

    :raises NotInHandbookError: if there is no such position
    """
    changed = deepcopy(tree)
    _set(position_node(changed, code), fields)
    return changed


def with_new_position(tree: Tree, code: str, fields: Mapping[str, Any]) -> Tree:
    """Add a position at the end, without duties."""
    changed = deepcopy(tree)
    node: Tree = {"code": code}
    _set(node, fields)
    changed["positions"].append({**node, "duties": []})
    return changed


def without_position(tree: Tree, code: str) -> Tree:
    """Take a position away, and what else names it.

    :raises NotInHandbookError: if there is no such position
    """
    changed = deepcopy(tree)
    changed["positions"].remove(position_node(changed, code))
    changed.get("title_aliases", {}).pop(code, None)
    for question in changed.get("questions", []):
        named = [c for c in question.get("appraiser_of", []) if c != code]
        _set(question, {"appraiser_of": named})
    return changed


def with_aliases(tree: Tree, code: str, titles: list[str]) -> Tree:
    """Set the other titles of a position."""
    changed = deepcopy(tree)
    _set(changed.setdefault("title_aliases", {}), {code: titles})
    return changed


def with_duty(tree: Tree, owner: str, duty: str, fields: Mapping[str, Any]) -> Tree:
    """Change a duty of a position ("" for the department's), or add it at the end.

    :raises NotInHandbookError: if there is no such position
    """
    changed = deepcopy(tree)
    for nodes in _lists(changed, owner):
        for node in nodes:
            if node["id"] == duty:
                _set(node, fields)
                return changed
    node = {"id": duty}
    _set(node, fields)
    _lists(changed, owner)[0].append(node)
    return changed


def without_duty(tree: Tree, owner: str, duty: str) -> Tree:
    """Take a duty away.

    :raises NotInHandbookError: if the position has no such duty of its own
    """
    changed = deepcopy(tree)
    for nodes in _lists(changed, owner):
        for node in nodes:
            if node["id"] == duty:
                nodes.remove(node)
                return changed
    raise NotInHandbookError(duty)


def with_own_duties(tree: Tree, code: str) -> Tree:
    """Give a position that repeats another's duties its own copy of their text.

    :raises NotInHandbookError: if there is no such position, or it repeats none
    """
    changed = deepcopy(tree)
    node = position_node(changed, code)
    if not node.get("same_duties_as"):
        raise NotInHandbookError(code)
    model, prefix = position_node(changed, node.pop("same_duties_as")), node.pop("id_prefix")
    copied = [
        {**deepcopy(duty), "id": f"{prefix}-{duty.get('no') or i:02d}"}
        for i, duty in enumerate(model["duties"], 1)
    ]
    node["duties"] = [*copied, *node.get("duties", [])]
    return changed


def _lists(tree: Tree, owner: str) -> list[list[Tree]]:
    """Return the lists of duties that an owner has in the tree."""
    if not owner:
        return [tree["department"].setdefault("functions", [])]
    node = position_node(tree, owner)
    return [node.setdefault("duties", []), node.get("by_title", [])]


def _set(node: Tree, fields: Mapping[str, Any]) -> None:
    for key, value in fields.items():
        kept = _without_empty(value)
        if kept in EMPTY:
            node.pop(key, None)
        else:
            node[key] = kept


def _without_empty(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {key: inner for key, inner in value.items() if inner not in EMPTY}

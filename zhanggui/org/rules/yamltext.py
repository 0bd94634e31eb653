"""Handbook files as text: YAML 1.2 words (a key `no` is a key), no anchors. Pure Python."""

import re
from typing import Any

import yaml

from zhanggui.org.rules.faults import BadHandbookError, Fault, Wrong

MAX_BYTES = 1024 * 1024
BOOL = "tag:yaml.org,2002:bool"


class _Loader(yaml.SafeLoader):
    """Plain data only. References are refused: a few bytes of them can mean gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event: Any = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(
                None, None, "references (*name) are not allowed", event.start_mark
            )
        return super().compose_node(parent, index)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True


for _kind in (_Loader, _Dumper):
    _kind.yaml_implicit_resolvers = {
        first: [pair for pair in pairs if pair[0] != BOOL]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    _kind.add_implicit_resolver(BOOL, re.compile("^(?:true|false)$"), list("tf"))


def parse_yaml(text: str) -> dict[str, Any]:
    """Read the text of a handbook file as a tree.

    :raises BadHandbookError: if it is no YAML, or not a group of keys
    """
    if len(text.encode()) > MAX_BYTES:
        raise BadHandbookError([Fault("file", Wrong.NOT_YAML, "> 1 MB")])
    try:
        tree = yaml.load(text, _Loader)  # noqa: S506 - a safe loader, narrowed
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}" if mark else "file"
        detail = str(getattr(error, "problem", None) or error)
        raise BadHandbookError([Fault(place, Wrong.NOT_YAML, detail[:80])]) from error
    if not isinstance(tree, dict):
        raise BadHandbookError([Fault("file", Wrong.NOT_GROUP, type(tree).__name__)])
    return tree


def write_yaml(tree: Any) -> str:
    """Write a tree as YAML that parse_yaml() reads back as it was."""
    return yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)

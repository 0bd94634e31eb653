from dataclasses import dataclass

from django.utils.functional import Promise

from zhanggui.core.registry import Registry


@dataclass(frozen=True)
class Action:
    """One kind of work that leaves evidence, and the tool of the duties that it proves.

    `code` is "app.what_was_done"; `label` a lazy translation; `tool` a code of the tools registry
    ("shipping/tracking-entry"), empty for what proves no duty.
    """

    code: str
    label: str | Promise
    tool: str = ""


actions: Registry[Action] = Registry()


def declare(code: str, label: str | Promise, *, tool: str = "") -> Action:
    """Add a kind of work to the registry; see Action for what the fields mean."""
    return actions.add(Action(code, label, tool))

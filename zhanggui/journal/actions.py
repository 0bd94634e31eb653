from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhanggui.core.registry import Registry


@dataclass(frozen=True)
class Action:
    """One kind of work that leaves evidence, and the tool of the duties that it proves.

    `code` is "app.what_was_done"; `label` a lazy translation; `tool` a code of the tools registry
    ("shipping/tracking-entry"), empty for what proves no duty. `tone` colours its line in a
    timeline: "good", "late", "off".
    """

    code: str
    label: str | Promise
    tool: str = ""
    tone: str = ""


actions: Registry[Action] = Registry()


def declare(code: str, label: str | Promise, *, tool: str = "", tone: str = "") -> Action:
    """Add a kind of work to the registry; see Action for what the fields mean."""
    return actions.add(Action(code, label, tool, tone))


TOOL = "security/data-protection"

EXPORTED = declare("journal.exported", _("Audit trail exported"), tool=TOOL)
TRIED_AGAIN = declare("journal.tried_again", _("Reaction to be tried again"))

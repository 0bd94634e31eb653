"""The duty map: duty → screen → actions → indicators → this month's evidence, and its standing."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from zhanggui.core.frame import tool_url
from zhanggui.core.metrics import Indicator, indicators
from zhanggui.core.periods import Month
from zhanggui.core.tools import Tool, tools
from zhanggui.journal.actions import Action, actions
from zhanggui.journal.models import Entry
from zhanggui.org.models import Duty
from zhanggui.org.rules.proof import Proof, Standing, proofs_in, read_record, standing

ROOT = Path(__file__).parents[3]


# How a standing is called, and its colour.
STANDINGS = (
    (Standing.PROVEN, _("Proven"), "good"),
    (Standing.PARTIAL, _("Partial"), "warn"),
    (Standing.MISSING, _("Missing"), "off"),
)


@dataclass(frozen=True)
class MappedDuty:
    """One duty and everything that the product has for it.

    `evidence` counts the journal's entries of a month that were made in the duty's position with
    one of its tools.
    """

    duty: Duty
    tools: tuple[Tool, ...]
    actions: tuple[Action, ...]
    indicators: tuple[Indicator, ...]
    standing: Standing
    proofs: tuple[Proof, ...]
    evidence: int = 0

    @property
    def screen(self) -> str:
        """The address of the screen where the duty is done, "" when there is none."""
        return next(filter(None, map(tool_url, self.tools[:1])), "")

    @property
    def standing_label(self) -> str:
        return next(str(label) for code, label, _tone in STANDINGS if code == self.standing)

    @property
    def tone(self) -> str:
        return next(tone for code, _label, tone in STANDINGS if code == self.standing)

    @property
    def reason(self) -> str:
        """Why the duty is not proven: what its tests say is missing."""
        if self.standing == Standing.PROVEN:
            return ""
        return "; ".join(proof.reason for proof in self.proofs if proof.reason)

    @property
    def test(self) -> str:
        return ", ".join(proof.test for proof in self.proofs)


def map_duties(month: Month | None = None) -> list[MappedDuty]:
    """Map every duty of the handbook in force; with a month, count its evidence. ≤ 2 queries."""
    proofs = defaultdict(list)
    for proof in proofs_in(read_record(settings.DUTY_RECORD), ROOT):
        proofs[proof.duty].append(proof)
    counts = count_evidence(month) if month else {}
    duties = Duty.objects.filter(is_current=True).select_related("position")
    return [_mapped(duty, proofs[duty.code], counts) for duty in duties]


def count_evidence(month: Month) -> dict[tuple[str, str], int]:
    """Count a month's entries by (tool, position)."""
    start, end = month.bounds
    rows = (
        Entry.objects.filter(
            action__in=[action.code for action in actions if action.tool],
            happened_at__gte=start,
            happened_at__lt=end,
        )
        .order_by()
        .values_list("action", "position")
        .annotate(count=Count("pk"))
    )
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for action, position, count in rows:
        counts[actions[action].tool, position] += count
    return counts


def _mapped(duty: Duty, proofs: list[Proof], counts: Mapping[tuple[str, str], int]) -> MappedDuty:
    named = tuple(filter(None, map(tools.get, duty.tools)))
    codes = [tool.code for tool in named]
    seat = duty.position.code if duty.position else ""
    has_screen = duty.tool in tools and bool(tool_url(tools[duty.tool]))
    return MappedDuty(
        duty=duty,
        tools=named,
        actions=tuple(action for action in actions if action.tool in codes),
        indicators=tuple(i for i in indicators if duty.code in i.duties or i.code in duty.measures),
        standing=standing(proofs, has_screen=has_screen),
        proofs=tuple(proofs),
        evidence=sum(counts.get((code, seat), 0) for code in codes),
    )

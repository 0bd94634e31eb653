"""Forms of the handbook: decisions, drafts, publication."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from zhanggui.core.tools import tools
from zhanggui.org.forms.people import day_field
from zhanggui.org.models import Decision, Position
from zhanggui.org.rules.faults import Fault, Wrong
from zhanggui.org.rules.handbook import DutyText, Handbook, PositionText
from zhanggui.org.selectors.handbook import words

FAULTS: dict[Wrong, Promise] = {
    Wrong.NOT_YAML: _("this is not a handbook file (%(detail)s); export one and change that"),
    Wrong.MISSING: _("this is missing; write it"),
    Wrong.UNKNOWN_KEY: _(
        "“%(detail)s” is not known here; check the spelling, quote text with commas"
    ),
    Wrong.NOT_TEXT: _("text of at most 2,000 characters must stand here, not %(detail)s"),
    Wrong.NOT_NUMBER: _("“%(detail)s” is not a whole number"),
    Wrong.NOT_LIST: _("a list [a, b] must stand here, not %(detail)s"),
    Wrong.NOT_GROUP: _("a group of keys must stand here, not %(detail)s"),
    Wrong.BAD_CODE: _("“%(detail)s” is no code; use Latin letters, digits and dashes"),
    Wrong.TWICE: _("“%(detail)s” stands twice; give one another name"),
    Wrong.NO_SUCH_POSITION: _("there is no position “%(detail)s”; use the code of one"),
    Wrong.CYCLE: _("these report to each other: %(detail)s; change one superior"),
    Wrong.PAY_UPSIDE_DOWN: _("“%(detail)s” is no band; write [low, high] in yuan"),
    Wrong.BAD_BASIS: _("“%(detail)s” is none of proven, inferred, gap"),
}
MOST_FAULTS = 20


def fault_words(faults: Iterable[Fault]) -> list[str]:
    """Say where each fault is, what it is, and how to mend it."""
    said = [f"{f.place}: {FAULTS[f.wrong] % {'detail': f.detail}}" for f in faults]
    rest = len(said) - MOST_FAULTS
    more = [_gettext("and %(n)s more") % {"n": rest}] if rest > 0 else []
    return said[:MOST_FAULTS] + more


class DecideForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Decision"), choices=Decision.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=300,
        help_text=_("Needed when the proposal is not followed."),
    )


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("Handbook file (YAML)"),
        help_text=_("It becomes a draft: nothing changes until you publish it."),
    )


class DutyForm(forms.Form):
    """One duty of a draft; `id` only when it is new."""

    id = forms.RegexField(
        r"^[A-Z][A-Z0-9]*-[A-Z0-9]{1,6}$",
        label=_("Code"),
        help_text=_("Capital letters, a dash, digits: SG-10. It stays for ever."),
    )
    zh = forms.CharField(label=_("Text"), widget=forms.Textarea({"rows": 3}), max_length=500)
    en = forms.CharField(
        label=_("Text in English"),
        widget=forms.Textarea({"rows": 2}),
        max_length=500,
        required=False,
    )
    tool = forms.ChoiceField(label=_("Tool"), help_text=_("Where in the product it is done."))
    also = forms.MultipleChoiceField(
        label=_("Further tools that it needs"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    done_when = forms.CharField(
        label=_("Done when"), widget=forms.Textarea({"rows": 3}), max_length=1000, required=False
    )

    def __init__(self, data: Any, *, duty: DutyText | None) -> None:
        initial = (
            {
                "zh": duty.zh,
                "en": duty.en,
                "tool": duty.tool,
                "also": duty.also,
                "done_when": duty.done_when,
            }
            if duty
            else {}
        )
        super().__init__(data, initial=initial)
        if duty:
            del self.fields["id"]
        choices = tool_choices({duty.tool, *duty.also} if duty else set())
        self.fields["tool"].choices = choices  # type: ignore[attr-defined]
        self.fields["also"].choices = choices  # type: ignore[attr-defined]


def tool_choices(kept: set[str]) -> list[tuple[str, str]]:
    """Offer every tool of the product; a code that no app declares yet is kept as it stands."""
    known = sorted((tool.code, f"{tool.label} ({tool.code})") for tool in tools)
    return known + [(code, code) for code in sorted(kept) if code not in tools]


class PositionForm(forms.Form):
    """A position of a draft, without its duties; `code` only when it is new."""

    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Small Latin letters and dashes. It stays.")
    )
    title_zh = forms.CharField(label=_("Title"), max_length=50)
    title_en = forms.CharField(label=_("Title in English"), max_length=80, required=False)
    reports_to = forms.ChoiceField(label=_("Superior"), required=False)
    appraised_by = forms.ChoiceField(label=_("Appraiser"), required=False)
    goal_zh = forms.CharField(
        label=_("Goal"), required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )
    goal_en = forms.CharField(
        label=_("Goal in English"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )
    education = forms.CharField(label=_("Education"), required=False, max_length=50)
    years = forms.IntegerField(
        label=_("Experience, years"), required=False, min_value=0, max_value=50
    )
    monthly = forms.IntegerField(
        label=_("Monthly pay, yuan"), required=False, min_value=0, max_value=10**7
    )
    annual_low = forms.IntegerField(
        label=_("Pay band a year, from, yuan"), required=False, min_value=0, max_value=10**8
    )
    annual_high = forms.IntegerField(
        label=_("Pay band a year, to, yuan"), required=False, min_value=0, max_value=10**8
    )
    tools = forms.MultipleChoiceField(
        label=_("Tools of the seat, besides those of its duties"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any, *, handbook: Handbook, position: PositionText | None) -> None:
        initial = position_values(position) if position else {}
        super().__init__(data, initial=initial)
        own = position.code if position else ""
        seats = [(p.code, words(p.title)) for p in handbook.positions if p.code != own]
        for name in ("reports_to", "appraised_by"):
            self.fields[name].choices = [("", "—"), *seats]  # type: ignore[attr-defined]
        kept = set(position.tools) if position else set()
        self.fields["tools"].choices = tool_choices(kept)  # type: ignore[attr-defined]
        if position:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        low, high = given.get("annual_low"), given.get("annual_high")
        if (low is None) != (high is None) or (low is not None and low > (high or 0)):
            self.add_error("annual_high", _("Write both ends of the band, the lower one first."))
        return given

    def fields_of(self, node: Mapping[str, Any]) -> dict[str, Any]:
        """Return the keys of the tree that the form sets; what it has no field for is kept."""
        given = self.cleaned_data
        band = [given["annual_low"], given["annual_high"]]
        wanted = {"education": given["education"], "years": given["years"]}
        return {
            "title": {"zh": given["title_zh"], "en": given["title_en"]},
            "reports_to": given["reports_to"],
            "appraised_by": given["appraised_by"],
            "goal": {"zh": given["goal_zh"], "en": given["goal_en"]} if given["goal_zh"] else None,
            "qualification": {**node.get("qualification", {}), **wanted},
            "pay": {"annual_band": None if None in band else band, "monthly": given["monthly"]},
            "tools": given["tools"],
        }


def position_values(position: PositionText) -> dict[str, Any]:
    """Return a position as the form shows it."""
    return {
        "title_zh": position.title.zh,
        "title_en": position.title.en,
        "reports_to": position.reports_to,
        "appraised_by": position.appraised_by,
        "goal_zh": position.goal.zh,
        "goal_en": position.goal.en,
        "education": position.qualification.education,
        "years": position.qualification.years,
        "monthly": position.pay.monthly,
        "annual_low": position.pay.annual_low,
        "annual_high": position.pay.annual_high,
        "tools": position.tools,
    }


class PublishForm(forms.Form):
    effective_on = day_field(_("Effective on"))
    note = forms.CharField(
        label=_("What changes and why"), max_length=300, widget=forms.Textarea({"rows": 2})
    )
    readers = forms.ModelMultipleChoiceField(
        Position.objects.in_force(),
        label=_("Who must acknowledge it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.core.money import BadMoneyError, parse_fen
from zhanggui.core.periods import Month


class TargetForm(forms.Form):
    month = forms.CharField(label=_("Month"), widget=forms.TextInput({"type": "month"}))
    value = forms.CharField(label=_("Sales target (yuan)"), max_length=30)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=200,
        help_text=_("Needed when the target of the month changes."),
    )

    def clean_month(self) -> Month:
        try:
            return Month.parse(self.cleaned_data["month"])
        except ValueError as error:
            raise forms.ValidationError(_("Give a month such as 2026-11.")) from error

    def clean_value(self) -> int:
        try:
            return parse_fen(self.cleaned_data["value"])
        except BadMoneyError as error:
            raise forms.ValidationError(_("Give an amount such as 1,200,000.")) from error

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

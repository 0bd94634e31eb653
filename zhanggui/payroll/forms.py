from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.core.money import BadMoneyError, parse_fen
from zhanggui.org.models import User


class MonthForm(forms.Form):
    month = forms.CharField(label=_("Month"), widget=forms.TextInput({"type": "month"}))


class YuanField(forms.CharField):
    """Yuan as people write them; cleans to fen."""

    def clean(self, value: Any) -> int:
        text = super().clean(value)
        try:
            fen = parse_fen(text)
        except BadMoneyError as error:
            raise forms.ValidationError(_("Give an amount such as 2,500.00.")) from error
        if fen < 0:
            raise forms.ValidationError(_("An amount is not negative."))
        return fen


class TermsForm(forms.Form):
    person = forms.ModelChoiceField(User.objects.none(), label=_("Person"))
    valid_from = forms.DateField(
        label=_("From"), widget=forms.DateInput({"type": "date"}), initial=date.today
    )
    post_fen = YuanField(label=_("Monthly post wage (yuan)"), max_length=20)
    performance_fen = YuanField(label=_("Performance base (yuan)"), max_length=20)
    average_fen = YuanField(label=_("Last year's average monthly wage (yuan)"), max_length=20)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True).exclude(assignments=None)
        self.fields["person"].queryset = people.order_by("display_name")  # type: ignore[attr-defined]

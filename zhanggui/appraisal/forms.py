from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.appraisal.models import FormLine
from zhanggui.appraisal.services.moving import Rating

RATINGS = (
    (5, _("5 outstanding")),
    (4, _("4 good")),
    (3, _("3 as it should be, at times")),
    (2, _("2 below")),
    (1, _("1 far below")),
)


class RatingForm(forms.Form):
    """A rating for each rated line, with a comment for each when it is the appraiser who rates."""

    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(
        self, *args: Any, lines: Sequence[FormLine], comments: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rated = [line for line in lines if line.is_rated]
        for line in self.rated:
            self.fields[f"rating_{line.pk}"] = forms.TypedChoiceField(
                label=line.label, choices=RATINGS, coerce=int, initial=4
            )
            if comments:
                self.fields[f"comment_{line.pk}"] = forms.CharField(
                    label=_("Why"),
                    required=False,
                    help_text=_("Needed for 5, 2 and 1."),
                    max_length=500,
                )
        self.order_fields([name for name in self.fields if name != "note"] + ["note"])

    def numbers(self) -> dict[int, int]:
        """Return the rating of each line, by its id."""
        return {line.pk: self.cleaned_data[f"rating_{line.pk}"] for line in self.rated}

    def ratings(self) -> dict[int, Rating]:
        """Return the rating and the comment of each line, by its id."""
        return {
            line.pk: Rating(
                self.cleaned_data[f"rating_{line.pk}"],
                self.cleaned_data.get(f"comment_{line.pk}", ""),
            )
            for line in self.rated
        }


class NoteForm(forms.Form):
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea({"rows": 2}))


class MonthForm(forms.Form):
    month = forms.CharField(label=_("Month"), widget=forms.TextInput({"type": "month"}))

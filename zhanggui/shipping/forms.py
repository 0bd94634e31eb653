from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.shipping.models import Carrier, FileFormat, Parcel
from zhanggui.shipping.rules import FIELDS
from zhanggui.shipping.selectors import LineLeft, carriers
from zhanggui.shops.models import Shop

FIELD_LABELS = {
    "order_number": _("Order number"),
    "carrier_name": _("Carrier"),
    "carrier_code": _("Carrier's code on the platform"),
    "number": _("Tracking number"),
    "shipped_on": _("Day of shipping"),
    "goods": _("Goods"),
}
FIXED = "="
SPARE_ROWS = 3


class ParcelFilter(django_filters.FilterSet):  # type: ignore[misc]
    shop = django_filters.ModelChoiceFilter(
        field_name="order__shop", queryset=Shop.objects.all(), label=_("Shop")
    )
    carrier = django_filters.ModelChoiceFilter(
        queryset=Carrier.objects.filter(is_active=True), label=_("Carrier")
    )
    entered_at = django_filters.DateFromToRangeFilter(
        label=_("Entered"),
        widget=django_filters.widgets.RangeWidget(attrs={"type": "date", "class": "form-control"}),
    )

    class Meta:
        model = Parcel
        fields = ("shop", "carrier", "entered_at")


def carrier_choices() -> list[tuple[str, Any]]:
    return [("", "—"), *((carrier.code, carrier.name) for carrier in carriers())]


class CorrectForm(forms.Form):
    """A right number in the place of a wrong one."""

    number = forms.CharField(label=_("Right tracking number"), max_length=60)
    carrier = forms.ChoiceField(label=_("Carrier"), choices=carrier_choices)
    accepted = forms.BooleanField(
        label=_("The number is right although it does not look like the carrier's"), required=False
    )


class TakeBackForm(forms.Form):
    """Why a parcel is undone."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("For example: the number is another order's."),
    )


class ParcelForm(forms.Form):
    """One parcel of an order that leaves in several: number, carrier, how many of which line."""

    number = forms.CharField(label=_("Tracking number"), max_length=60)
    carrier = forms.ChoiceField(
        label=_("Carrier"),
        choices=carrier_choices,
        required=False,
        help_text=_("Empty: told by the number."),
    )
    accepted = forms.BooleanField(
        label=_("The number is right although it does not look like the carrier's"), required=False
    )

    def __init__(self, *args: Any, lines: list[LineLeft], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [one for one in lines if one.left > 0]
        for one in self.lines:
            line = one.line
            self.fields[f"line_{line.pk}"] = forms.IntegerField(
                label=f"{line.merchant_code} {line.title}",
                min_value=0,
                max_value=one.left,
                initial=one.left,
                help_text=_("%(left)s of %(quantity)s are left")
                % {"left": one.left, "quantity": line.quantity},
            )

    @property
    def contents(self) -> dict[int, int]:
        """How many of which order line, without those left out."""
        found = {one.line.pk: self.cleaned_data[f"line_{one.line.pk}"] for one in self.lines}
        return {pk: quantity for pk, quantity in found.items() if quantity}


class ColumnForm(forms.Form):
    """One column of a dispatch template."""

    heading = forms.CharField(label=_("Heading"), max_length=40, required=False)
    field = forms.ChoiceField(
        label=_("What stands below it"),
        required=False,
        choices=[
            ("", "—"),
            *((name, FIELD_LABELS[name]) for name in FIELDS),
            (FIXED, _("A fixed text")),
        ],
    )
    text = forms.CharField(label=_("Fixed text"), max_length=40, required=False)

    @property
    def column(self) -> tuple[str, str]:
        field = self.cleaned_data["field"]
        text = self.cleaned_data["text"]
        return self.cleaned_data["heading"].strip(), f"={text}" if field == FIXED else field


class FormatForm(forms.Form):
    file_format = forms.ChoiceField(label=_("Format"), choices=FileFormat.choices)


class TemplateForms:
    """The template editor: its columns in a formset, and the format.

    A row without a heading and a field is left out.
    """

    def __init__(self, data: Any, columns: list[list[str]], file_format: str) -> None:
        formset = forms.formset_factory(ColumnForm, extra=SPARE_ROWS, max_num=30)
        initial = [
            {"heading": heading, "field": FIXED, "text": field[1:]}
            if field.startswith(FIXED)
            else {"heading": heading, "field": field}
            for heading, field in columns
        ]
        self.rows = formset(data, initial=initial, prefix="column")
        self.format = FormatForm(data, initial={"file_format": file_format})

    @property
    def is_bound(self) -> bool:
        return bool(self.rows.is_bound)

    def is_valid(self) -> bool:
        return self.rows.is_valid() and self.format.is_valid()

    @property
    def columns(self) -> list[tuple[str, str]]:
        return [row.column for row in self.rows if any(row.column)]

    @property
    def file_format(self) -> str:
        return str(self.format.cleaned_data["file_format"])

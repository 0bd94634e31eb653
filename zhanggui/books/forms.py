import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.books.models import Voucher, VoucherState
from zhanggui.shops.models import Shop

DATES = {"type": "date", "class": "form-control"}


class VoucherFilter(django_filters.FilterSet):  # type: ignore[misc]
    shop = django_filters.ModelChoiceFilter(queryset=Shop.objects.all(), label=_("Shop"))
    state = django_filters.ChoiceFilter(choices=VoucherState.choices, label=_("State"))
    date = django_filters.DateFromToRangeFilter(
        label=_("Date"), widget=django_filters.widgets.RangeWidget(attrs=DATES)
    )

    class Meta:
        model = Voucher
        fields = ("shop", "state", "date")


class ReverseForm(forms.Form):
    """Why a voucher is undone."""

    note = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("It stands on the red voucher, for the accountant to read."),
    )
    repost = forms.BooleanField(
        label=_("Post the order anew at once"), required=False, initial=True
    )

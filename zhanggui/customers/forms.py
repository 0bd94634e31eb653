import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.customers.models import Customer


class CustomerFilter(django_filters.FilterSet):  # type: ignore[misc]
    class Meta:
        model = Customer
        fields = ("shop",)


class RevealForm(forms.Form):
    reason = forms.CharField(
        label=_("Why you need it"),
        max_length=200,
        help_text=_("It is written down with your name."),
        widget=forms.Textarea({"rows": 2}),
    )

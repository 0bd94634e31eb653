from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhanggui.catalog.models import Sku
from zhanggui.core.periods import day_of, midnight
from zhanggui.orders.models import HoldKind, Order, OrderHold, OrderState
from zhanggui.shops.models import Shop

PERIODS = (
    ("today", _("today")),
    ("7", _("last 7 days")),
    ("30", _("last 30 days")),
    ("90", _("last 90 days")),
)


def shops_of(request: Any) -> QuerySet[Shop]:
    return Shop.objects.visible_to(request.user).order_by("name", "pk")


def first_day(period: str, today: date) -> date:
    """Return the first day of a period that ends today."""
    return today if period == "today" else today - timedelta(days=int(period) - 1)


class OrderFilter(django_filters.FilterSet):  # type: ignore[misc]
    shop = django_filters.ModelChoiceFilter(label=_("Shop"), queryset=shops_of)
    state = django_filters.ChoiceFilter(label=_("State"), choices=OrderState.choices)
    paid = django_filters.ChoiceFilter(label=_("Paid"), choices=PERIODS, method="paid_within")
    hold = django_filters.ChoiceFilter(
        label=_("Held for"), choices=HoldKind.choices, method="held_for"
    )
    paid_from = django_filters.DateFilter(
        label=_("Paid from"), method="paid_since", widget=forms.DateInput({"type": "date"})
    )
    paid_to = django_filters.DateFilter(
        label=_("Paid to"), method="paid_until", widget=forms.DateInput({"type": "date"})
    )

    class Meta:
        model = Order
        fields: tuple[str, ...] = ()

    def paid_within(self, rows: QuerySet[Order], _name: str, period: str) -> QuerySet[Order]:
        return rows.filter(paid_at__gte=midnight(first_day(period, day_of(timezone.now()))))

    def paid_since(self, rows: QuerySet[Order], _name: str, day: date) -> QuerySet[Order]:
        return rows.filter(paid_at__gte=midnight(day))

    def paid_until(self, rows: QuerySet[Order], _name: str, day: date) -> QuerySet[Order]:
        return rows.filter(paid_at__lt=midnight(day + timedelta(days=1)))

    def held_for(self, rows: QuerySet[Order], _name: str, kind: str) -> QuerySet[Order]:
        held = OrderHold.objects.filter(kind=kind, cleared_at=None)
        return rows.filter(pk__in=held.values("order_id"))


class HoldFilter(django_filters.FilterSet):  # type: ignore[misc]
    shop = django_filters.ModelChoiceFilter(
        label=_("Shop"), field_name="order__shop", queryset=shops_of
    )

    class Meta:
        model = OrderHold
        fields: tuple[str, ...] = ()


class HoldForm(forms.Form):
    detail = forms.CharField(
        label=_("Why it must wait"), max_length=255, widget=forms.Textarea({"rows": 2})
    )


class ClearForm(forms.Form):
    note = forms.CharField(label=_("What was found"), max_length=200, required=False)


class MatchForm(forms.Form):
    """Which SKU a shop means by a code: by its merchant code or barcode."""

    sku = forms.CharField(label=_("Merchant code or barcode of the SKU"), max_length=64)

    def clean_sku(self) -> Sku:
        text = self.cleaned_data["sku"].strip()
        sku = Sku.objects.filter(merchant_code__iexact=text).first()
        sku = sku or Sku.objects.filter(barcode=text).first()
        if sku is None:
            raise forms.ValidationError(
                _("No SKU has this code. Add the product first, or check the code.")
            )
        return sku


class PhoneOrderForm(forms.Form):
    """An order taken on the phone: one line, as the caller says it."""

    shop = forms.ModelChoiceField(Shop.objects.none(), label=_("Shop"))
    buyer = forms.CharField(label=_("Buyer"), max_length=120, help_text=_("Name or member number"))
    receiver = forms.CharField(label=_("Receiver"), max_length=50)
    phone = forms.CharField(label=_("Phone"), max_length=30)
    address = forms.CharField(label=_("Address"), widget=forms.Textarea({"rows": 2}))
    sku = forms.CharField(label=_("Merchant code"), max_length=64)
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=9999, initial=1)
    price = forms.CharField(label=_("Unit price (yuan)"), required=False, max_length=20)
    is_paid = forms.BooleanField(label=_("Paid already"), required=False, initial=True)
    note = forms.CharField(label=_("Note"), required=False, max_length=200)

    def __init__(self, *args: Any, shops: QuerySet[Shop], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shop"].queryset = shops  # type: ignore[attr-defined]
        self.fields["shop"].initial = shops.first()

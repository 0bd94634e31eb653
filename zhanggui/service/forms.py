from datetime import datetime, timedelta
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.catalog.models import Product
from zhanggui.orders.models import Order
from zhanggui.org.models import User
from zhanggui.service.models import Channel, ContactRecord, Topic
from zhanggui.shops.models import Shop


class ContactForm(forms.Form):
    """What the person who took a contact writes down; order and product by their numbers."""

    shop = forms.ModelChoiceField(Shop.objects.none(), label=_("Shop"))
    channel = forms.ChoiceField(choices=Channel.choices, label=_("Channel"))
    topic = forms.ChoiceField(choices=Topic.choices, label=_("Topic"))
    who = forms.CharField(label=_("Who"), required=False, max_length=80)
    order_number = forms.CharField(label=_("Order number"), required=False, max_length=40)
    product_code = forms.CharField(label=_("Product code"), required=False, max_length=64)
    text = forms.CharField(label=_("What was said"), widget=forms.Textarea({"rows": 3}))
    answer = forms.CharField(
        label=_("What you answered"), required=False, widget=forms.Textarea({"rows": 2})
    )
    call_back_hours = forms.TypedChoiceField(
        label=_("Call back"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=(("", _("not needed")), (1, _("within 1 hour")), (4, _("within 4 hours")),
                 (24, _("within a day"))),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        shops = Shop.objects.visible_to(user).order_by("name", "pk")
        self.fields["shop"].queryset = shops  # type: ignore[attr-defined]
        self.fields["shop"].initial = shops.first()

    def clean_order_number(self) -> Order | None:
        number = self.cleaned_data["order_number"].strip()
        if not number:
            return None
        order = Order.objects.visible_to(self.user).filter(number=number).first()
        if order is None:
            raise forms.ValidationError(_("No order has this number. Check it, or leave it out."))
        return order

    def clean_product_code(self) -> Product | None:
        code = self.cleaned_data["product_code"].strip()
        if not code:
            return None
        product = Product.objects.filter(code__iexact=code).first()
        if product is None:
            raise forms.ValidationError(_("No product has this code. Check it, or leave it out."))
        return product

    def facts(self, at: datetime) -> dict[str, Any]:
        """Return what the service takes: objects for their numbers, a moment for the hours."""
        told = dict(self.cleaned_data)
        hours = told.pop("call_back_hours")
        return told | {
            "order": told.pop("order_number"),
            "product": told.pop("product_code"),
            "follow_up_at": at + timedelta(hours=hours) if hours else None,
        }


class FollowUpForm(forms.Form):
    answer = forms.CharField(
        label=_("What the customer was told"), widget=forms.Textarea({"rows": 2})
    )


class RecordFilter(django_filters.FilterSet):  # type: ignore[misc]
    class Meta:
        model = ContactRecord
        fields = ("shop", "topic", "channel", "taken_by")

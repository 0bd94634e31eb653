from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.org.models import User
from zhanggui.shops.models import Platform, Shop


class ShopForm(forms.Form):
    """A shop and its staff; `code` only when it is new."""

    code = forms.SlugField(
        label=_("Code"), help_text=_("Short, in Latin letters. It stays for ever.")
    )
    name = forms.CharField(label=_("Name"), max_length=80)
    platform = forms.ChoiceField(label=_("Platform"), choices=Platform)
    promised_hours = forms.IntegerField(
        label=_("Dispatch promise (hours)"),
        min_value=1,
        max_value=720,
        initial=48,
        help_text=_("Hours from payment to dispatch that the shop promises its buyers."),
    )
    is_open = forms.BooleanField(label=_("Open for business"), required=False, initial=True)
    staff = forms.ModelMultipleChoiceField(
        User.objects.filter(is_active=True).order_by("display_name", "username"),
        label=_("Staff"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only they see its orders. Nobody chosen: everybody sees them."),
    )

    def __init__(self, *args: Any, shop: Shop | None = None, **kwargs: Any) -> None:
        if shop:
            names = ("name", "platform", "promised_hours", "is_open")
            initial = {name: getattr(shop, name) for name in names}
            kwargs["initial"] = initial | {"staff": shop.staff.all()}
        super().__init__(*args, **kwargs)
        if shop:
            del self.fields["code"]

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "staff"}

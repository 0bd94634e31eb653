from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from zhanggui.catalog.models import Product, ProductLine, ProductState, Sku
from zhanggui.catalog.rules import parse_barcode, parse_vat
from zhanggui.core.money import BadMoneyError, format_fen, parse_fen

MAX_PICTURE = 8 * 1024 * 1024
FORMATS = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp"}


class ProductFilter(django_filters.FilterSet):  # type: ignore[misc]
    class Meta:
        model = Product
        fields = ("line", "state")


class FenField(forms.Field):
    """Yuan, as people write them; the value is fen."""

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        try:
            fen = parse_fen(text) if text else 0
        except BadMoneyError as error:
            raise forms.ValidationError(_("This is no amount of yuan.")) from error
        if fen < 0:
            raise forms.ValidationError(_("An amount below zero makes no sense here."))
        return fen

    def prepare_value(self, value: Any) -> Any:
        return format_fen(value) if isinstance(value, int) else value


class PictureField(forms.FileField):
    """A picture that opens; its name is made new, so that nothing of the sender's is kept."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not file:
            return file
        if file.size > MAX_PICTURE:
            raise forms.ValidationError(_("The picture is larger than 8 MB."))
        try:
            with Image.open(file) as picture:
                kind = picture.format or ""
                picture.verify()
        except (UnidentifiedImageError, Image.DecompressionBombError, OSError) as error:
            raise forms.ValidationError(_("The file is no picture.")) from error
        if kind not in FORMATS:
            raise forms.ValidationError(_("Choose a PNG, JPEG or WebP picture."))
        file.seek(0)
        file.name = f"picture{FORMATS[kind]}"
        return file


class ProductForm(forms.Form):
    """A product's own facts; `code` only when it is new."""

    code = forms.CharField(label=_("Product code"), max_length=64)
    name = forms.CharField(label=_("Name"), max_length=120)
    line = forms.ModelChoiceField(
        ProductLine.objects.order_by("name"), label=_("Line"), required=False
    )
    state = forms.ChoiceField(label=_("State"), choices=ProductState, initial=ProductState.APPROVED)
    picture = PictureField(label=_("Picture"), required=False)

    def __init__(self, *args: Any, product: Product | None = None, **kwargs: Any) -> None:
        if product:
            names = ("name", "line", "state")
            kwargs["initial"] = {name: getattr(product, name) for name in names}
        super().__init__(*args, **kwargs)
        if product:
            del self.fields["code"]

    def values(self) -> dict[str, Any]:
        return {n: v for n, v in self.cleaned_data.items() if n != "picture"}


class SkuForm(forms.Form):
    """A variant; `merchant_code` only when it is new."""

    merchant_code = forms.CharField(label=_("Merchant code"), max_length=64)
    spec = forms.CharField(label=_("Specification"), max_length=120, required=False)
    price_fen = FenField(label=_("List price (yuan)"))
    cost_fen = FenField(label=_("Cost (yuan)"), required=False)
    weight_g = forms.IntegerField(
        label=_("Weight (g)"), min_value=0, max_value=10_000_000, initial=0
    )
    vat_bp = forms.CharField(label=_("VAT rate (%)"), max_length=6, initial="13")
    barcode = forms.CharField(label=_("Barcode"), max_length=20, required=False)
    unit = forms.CharField(label=_("Unit"), max_length=10, initial="件")
    is_active = forms.BooleanField(label=_("On sale"), required=False, initial=True)

    def __init__(self, *args: Any, sku: Sku | None = None, **kwargs: Any) -> None:
        if sku:
            initial = {name: getattr(sku, name) for name in self.base_fields}
            kwargs["initial"] = initial | {"vat_bp": f"{sku.vat_bp / 100:g}"}
        super().__init__(*args, **kwargs)
        if sku:
            del self.fields["merchant_code"]

    def clean_vat_bp(self) -> int:
        try:
            return parse_vat(self.cleaned_data["vat_bp"])
        except (ValueError, ArithmeticError) as error:
            raise forms.ValidationError(_("Write the rate in per cent: 13.")) from error

    def clean_barcode(self) -> str | None:
        text = self.cleaned_data["barcode"].strip()
        try:
            return parse_barcode(text) if text else None
        except ValueError as error:
            raise forms.ValidationError(_("The check digit of the barcode is wrong.")) from error


class LineForm(forms.Form):
    code = forms.SlugField(label=_("Code"))
    name = forms.CharField(label=_("Name"), max_length=50)

from django.db.models import Q
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhanggui.catalog.forms import ProductFilter
from zhanggui.catalog.models import Product, ProductState
from zhanggui.catalog.permissions import Can
from zhanggui.catalog.selectors import (
    find_products,
    lines_with_counts,
    products_with_figures,
    skus_for_sheet,
)
from zhanggui.core.lists import Column, Kind, Preset, RowList, render_list
from zhanggui.core.lists.answers import XLSX
from zhanggui.core.lists.files import xlsx_file
from zhanggui.core.money import format_fen, yuan_of
from zhanggui.core.periods import day_of
from zhanggui.core.permissions import allowed
from zhanggui.org.http import StaffRequest

TONES = {
    ProductState.DRAFT: "plain",
    ProductState.APPROVED: "good",
    ProductState.PHASE_OUT: "warn",
    ProductState.ARCHIVED: "off",
}


def price_range(product: Product) -> str:
    """Write from which price to which a product sells."""
    low, high = getattr(product, "lowest_fen", None), getattr(product, "highest_fen", None)
    if low is None or high is None:
        return ""
    return format_fen(low) if low == high else f"{format_fen(low)} – {format_fen(high)}"


PRODUCTS = RowList(
    code="catalog.products",
    title=_("Product library"),
    default_sort="code",
    columns=(
        Column("picture", _("Picture"), Kind.PICTURE, value=lambda p: p.picture and p.picture.url),
        Column("code", _("Product code"), Kind.CODE, link=True, sort="code"),
        Column("name", _("Name"), clip=True),
        Column("line.name", _("Line")),
        Column("sku_count", _("SKUs"), Kind.NUMBER),
        Column("prices", _("List price"), value=price_range, unit=_("yuan")),
        Column("state", _("State"), Kind.STATE, tone=TONES),
    ),
    presets=(
        Preset("all", _("All")),
        Preset("on-sale", _("On sale"), Q(state=ProductState.APPROVED)),
        Preset("bare", _("Without a picture"), Q(picture="")),
        Preset("out", _("Phasing out"), Q(state=ProductState.PHASE_OUT)),
    ),
    filters=ProductFilter,
    search=find_products,
    search_hint=_("Code, name, merchant code or barcode"),
    opens=lambda product: product.get_absolute_url(),
    empty_title=_("No products yet"),
    empty_text=_("Import the products sheet, or add a product."),
)
SHEET_HEAD = (
    "商家编码", "款号", "商品名称", "规格", "产品线", "价格", "成本", "重量", "税率", "条码",
    "单位",
)  # fmt: skip


@allowed(Can.VIEW)
def list_products(request: StaffRequest) -> HttpResponseBase:
    return render_list(request, PRODUCTS, products_with_figures(), template="catalog/products.html")


@allowed(Can.VIEW)
def download_sheet(request: StaffRequest) -> FileResponse:  # noqa: ARG001 - the whole library
    skus = skus_for_sheet(Product.objects.all())
    rows = (
        [
            sku.merchant_code,
            sku.product.code,
            sku.product.name,
            sku.spec,
            sku.product.line.name if sku.product.line else None,
            yuan_of(sku.price_fen),
            yuan_of(sku.cost_fen),
            sku.weight_g,
            f"{sku.vat_bp / 100:g}%",
            sku.barcode,
            sku.unit,
        ]
        for sku in skus.iterator(chunk_size=2000)
    )
    name = f"{gettext('Products sheet')}-{day_of(timezone.now())}.xlsx"
    file = xlsx_file(gettext("Products sheet"), SHEET_HEAD, rows)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


@allowed(Can.SHAPE_LINES)
def list_lines(request: StaffRequest) -> HttpResponse:
    return render(request, "catalog/lines.html", {"lines": lines_with_counts()})

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from zhanggui.catalog.models import Product, ProductLine, Sku
from zhanggui.core.money import format_fen


def products_with_figures() -> QuerySet[Product]:
    """Return products with how many SKUs they have, and from which price to which they sell."""
    return Product.objects.select_related("line").annotate(
        sku_count=Count("skus", filter=Q(skus__is_active=True)),
        lowest_fen=Min("skus__price_fen", filter=Q(skus__is_active=True)),
        highest_fen=Max("skus__price_fen", filter=Q(skus__is_active=True)),
    )


def find_products(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Narrow to products by code, name, merchant code or barcode of a SKU."""
    skus = Sku.objects.filter(Q(merchant_code__icontains=text) | Q(barcode=text))
    return rows.filter(
        Q(code__icontains=text) | Q(name__icontains=text) | Q(pk__in=skus.values("product_id"))
    )


def skus_for_sheet(products: QuerySet[Any]) -> QuerySet[Sku]:
    """Return the SKUs of products in the order of a sheet."""
    return (
        Sku.objects.filter(product__in=products.order_by().values("pk"))
        .select_related("product__line")
        .order_by("product__code", "merchant_code")
    )


def lines_with_counts() -> QuerySet[ProductLine]:
    return ProductLine.objects.annotate(product_count=Count("products")).order_by("name")


@dataclass(frozen=True)
class ShownChange:
    """One field of a revision in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class ShownRevision:
    at: datetime
    by: str
    sku: str
    import_id: int | None
    changes: list[ShownChange]


def revisions_of(product: Product, limit: int = 30) -> list[ShownRevision]:
    """Return the newest changes of a product and its SKUs, field by field."""
    rows = product.revisions.select_related("by", "sku").order_by("-id")[:limit]
    return [
        ShownRevision(
            at=row.made_at,
            by=str(row.by or ""),
            sku=row.sku.merchant_code if row.sku else "",
            import_id=row.import_id,
            changes=[
                ShownChange(_label(name), _word(name, old), _word(name, new))
                for name, (old, new) in row.changes.items()
            ],
        )
        for row in rows
    ]


def _label(name: str) -> str:
    for model in (Product, Sku):
        for field in model._meta.fields:
            if field.name == name:
                return str(field.verbose_name)
    return name


def _word(name: str, value: Any) -> str:
    if value is None or value == "":
        return "—"
    if name.endswith("_fen"):
        return format_fen(int(value))
    if name == "vat_bp":
        return f"{int(value) / 100:g} %"
    return str(value)

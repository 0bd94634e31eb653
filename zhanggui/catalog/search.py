from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhanggui.catalog.models import Product, Sku
from zhanggui.catalog.permissions import Can
from zhanggui.core.search import Hit, Provider, declare
from zhanggui.org.models import User


def find(_user: User, text: str, limit: int) -> Sequence[Hit]:
    """Find products by the start of a code, by barcode, or by a part of the name."""
    skus = Sku.objects.filter(Q(merchant_code__istartswith=text) | Q(barcode=text))
    found = Product.objects.filter(
        Q(code__istartswith=text) | Q(name__icontains=text) | Q(pk__in=skus.values("product_id"))
    )
    return [
        Hit(label=product.name, detail=product.code, url=product.get_absolute_url())
        for product in found.order_by("code")[:limit]
    ]


declare(Provider(code="products", label=_("Products"), permission=Can.VIEW, find=find))

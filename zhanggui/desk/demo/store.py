"""The demo's product library and its opening stock."""

from datetime import datetime

from django.core.files.base import ContentFile

from zhanggui.catalog.models import Product, ProductLine, Sku
from zhanggui.desk.demo.goods import LINES, Good
from zhanggui.desk.demo.pictures import draw
from zhanggui.inventory.services import MAIN, Movement, move_many, place


def stock(goods: list[Good], *, at: datetime) -> None:
    """Fill the library with products, pictures and SKUs, and the shelves with opening stock."""
    lines = {
        line.code: ProductLine.objects.create(code=line.code, name=line.name) for line in LINES
    }
    products: dict[str, Product] = {}
    for good in goods:
        if good.product_code not in products:
            product = Product(code=good.product_code, name=good.name, line=lines[good.line.code])
            product.picture.save(f"{good.product_code}.png", ContentFile(draw(good)), save=False)
            product.save()
            products[good.product_code] = product
    skus = Sku.objects.bulk_create(
        Sku(
            product=products[good.product_code],
            merchant_code=good.merchant_code,
            barcode=good.barcode,
            spec=good.spec,
            price_fen=good.price_fen,
            cost_fen=good.cost_fen,
            weight_g=good.weight_g,
        )
        for good in goods
    )
    source, shelf = place("adjustment"), place(MAIN)
    move_many(
        [
            Movement(
                sku_id=sku.pk,
                quantity=good.opening,
                source_id=source.pk,
                destination_id=shelf.pk,
                origin_type="opening",
                origin_id=sku.pk,
                unit_cost_fen=good.cost_fen,
            )
            for sku, good in zip(skus, goods, strict=True)
        ],
        at=at,
    )

import io
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from zhanggui.catalog import services
from zhanggui.catalog.models import Product, ProductLine, ProductState, Revision, Sku
from zhanggui.core.periods import SHANGHAI
from zhanggui.journal.models import Entry

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)
SKU = {
    "spec": "枪灰",
    "price_fen": "1,299.00",
    "cost_fen": "520",
    "weight_g": "2100",
    "vat_bp": "13",
    "barcode": "",
    "unit": "件",
    "is_active": "on",
}


@pytest.fixture
def sku():
    line = ProductLine.objects.create(code="shower", name="花洒")
    product = Product.objects.create(code="HS33", name="恒温花洒", line=line)
    return Sku.objects.create(product=product, merchant_code="HS-3301", price_fen=129900)


@pytest.fixture
def designer(client, hire):
    client.force_login(hire("web-designer"))
    return client


def picture(kind="PNG"):
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, kind)
    return SimpleUploadedFile("../../x.exe", file.getvalue())


def test_a_designer_adds_a_product_with_picture_and_sku(designer):
    page = designer.post(
        reverse("catalog:add"),
        {"code": "HS40", "name": "花洒", "state": ProductState.DRAFT, "picture": picture()},
    )
    product = Product.objects.get()
    assert page.url == reverse("catalog:add-sku", args=[product.pk])
    assert product.picture.name.startswith("products/picture")

    designer.post(page.url, SKU | {"merchant_code": "HS-4001"})

    sku = product.skus.get()
    assert (sku.price_fen, sku.cost_fen, sku.vat_bp, sku.barcode) == (129900, 52000, 1300, None)
    assert Entry.objects.filter(action="catalog.product_added").count() == 1


def test_what_is_no_picture_is_refused(designer):
    for content in (b"MZ", b"<svg><script>alert(1)</script></svg>", b"GIF89a"):
        page = designer.post(
            reverse("catalog:add"),
            {
                "code": "HS40",
                "name": "花洒",
                "state": ProductState.DRAFT,
                "picture": SimpleUploadedFile("a.png", content),
            },
        )
        assert page.context["form"].errors["picture"]

    assert Product.objects.count() == 0


def test_each_change_is_a_version(designer, sku):
    designer.post(
        reverse("catalog:change", args=[sku.product_id]),
        {"name": "恒温花洒套装", "line": sku.product.line_id, "state": ProductState.APPROVED},
    )
    designer.post(reverse("catalog:change-sku", args=[sku.pk]), SKU | {"price_fen": "1199"})

    product, variant = Revision.objects.order_by("pk")
    assert product.changes == {"name": ["恒温花洒", "恒温花洒套装"]}
    assert variant.changes["price_fen"] == [129900, 119900]
    assert variant.by.username == "web-designer"
    page = designer.get(sku.product.get_absolute_url())
    assert "恒温花洒套装" in page.text
    assert "1,199.00" in page.text


def test_saving_without_a_change_leaves_no_version(sku, manager):
    changes = services.change_sku(sku=sku, values={"price_fen": 129900}, by=manager, at=AT)

    assert changes == {}
    assert Revision.objects.count() == 0
    assert Entry.objects.count() == 0


def test_a_merchant_code_is_never_given_twice(designer, sku):
    page = designer.post(
        reverse("catalog:add-sku", args=[sku.product_id]), SKU | {"merchant_code": "HS-3301"}
    )

    assert page.context["form"].non_field_errors()
    assert Sku.objects.count() == 1


def test_a_bad_price_and_barcode_are_explained(designer, sku):
    page = designer.post(
        reverse("catalog:change-sku", args=[sku.pk]),
        SKU | {"price_fen": "1e308", "cost_fen": "-1", "barcode": "690", "vat_bp": "99"},
    )

    assert set(page.context["form"].errors) == {"price_fen", "cost_fen", "barcode", "vat_bp"}
    sku.refresh_from_db()
    assert sku.price_fen == 129900


def test_a_guide_looks_but_does_not_change(client, shop_guide, sku):
    client.force_login(shop_guide)

    assert client.get(reverse("catalog:list")).status_code == 200
    assert client.get(sku.product.get_absolute_url()).status_code == 200
    assert client.get(reverse("catalog:add")).status_code == 403
    assert client.post(reverse("catalog:change-sku", args=[sku.pk]), SKU).status_code == 403
    assert client.get(reverse("catalog:lines")).status_code == 403


def test_products_are_found_by_the_code_of_a_sku(designer, sku):
    Product.objects.create(code="X", name="别的")

    page = designer.get(reverse("catalog:list"), {"q": "hs-33"})

    assert "恒温花洒" in page.text
    assert "别的" not in page.text


def test_the_list_costs_the_same_however_long(designer, sku, django_assert_max_num_queries):
    Product.objects.bulk_create([Product(code=f"P{n}", name=f"品{n}") for n in range(30)])

    with django_assert_max_num_queries(16):
        assert designer.get(reverse("catalog:list")).status_code == 200


def test_the_manager_shapes_the_lines(client, manager, sku):
    client.force_login(manager)
    client.post(reverse("catalog:add-line"), {"code": "toilet", "name": "马桶"})
    page = client.post(reverse("catalog:add-line"), {"code": "toilet", "name": "坐便器"})
    assert page.context["form"].non_field_errors()

    line = ProductLine.objects.get(code="toilet")
    client.post(
        reverse("catalog:change-line", args=[line.pk]), {"code": "toilet", "name": "坐便器"}
    )

    assert "坐便器" in client.get(reverse("catalog:lines")).text

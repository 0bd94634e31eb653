import pytest
from wagtail.models import GroupPagePermission, Site

from zhanggui.catalog.models import Product, ProductLine, ProductState, Sku
from zhanggui.website.models import HomePage, SitePage
from zhanggui.website.services import grant_page_rights

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    home = HomePage.objects.get()
    home.title, home.phone = "家蕊洁具", "400-800-1234"
    home.save()
    return home


def add_product(line, code, name, price_fen, state=ProductState.APPROVED):
    product = Product.objects.create(code=code, name=name, line=line, state=state)
    Sku.objects.create(product=product, merchant_code=f"{code}-1", price_fen=price_fen)
    return product


def test_a_visitor_sees_the_company_its_goods_and_where_staff_sign_in(client, home):
    showers = ProductLine.objects.create(code="shower", name="花洒")
    add_product(showers, "HS-1", "恒温花洒", 128_800)
    add_product(showers, "HS-2", "旧款花洒", 9_900, ProductState.ARCHIVED)

    page = client.get("/").content.decode()

    assert "家蕊洁具" in page
    assert "400-800-1234" in page
    assert "恒温花洒" in page
    assert "¥1,288.00 起" in page
    assert "旧款花洒" not in page
    assert "员工登录" in page


def test_a_visitor_narrows_the_goods_to_a_line(client, home):
    showers = ProductLine.objects.create(code="shower", name="花洒")
    drains = ProductLine.objects.create(code="drain", name="地漏")
    add_product(showers, "HS-1", "恒温花洒", 128_800)
    add_product(drains, "DL-1", "防臭地漏", 2_600)

    page = client.get("/", {"line": "drain"}).content.decode()

    assert "防臭地漏" in page
    assert "恒温花洒" not in page


def test_each_page_knows_its_owner_and_review_date():
    names = {field.name for field in SitePage._meta.get_fields()}

    assert {"owner_position", "review_by", "campaign_code", "keywords"} <= names


def test_editors_may_draft_but_not_publish(department):
    editor = department["web-designer"].group
    publisher = department["manager"].group

    grant_page_rights(editors=[editor], publishers=[publisher])

    def verbs(group):
        rights = GroupPagePermission.objects.filter(
            group=group, page=Site.objects.get().root_page
        ).values_list("permission__codename", flat=True)
        return {codename.split("_")[0] for codename in rights}

    assert verbs(editor) == {"add", "change"}
    assert verbs(publisher) == {"add", "change", "publish", "lock", "unlock"}

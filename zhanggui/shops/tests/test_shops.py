import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from zhanggui.journal.models import Entry
from zhanggui.shops.models import Platform, Shop

pytestmark = pytest.mark.django_db
VALUES = {"name": "家蕊旗舰店", "platform": Platform.TMALL, "promised_hours": "24", "is_open": "on"}


@pytest.fixture
def boss(client, manager):
    client.force_login(manager)
    return client


def test_the_manager_opens_a_shop_and_names_its_staff(boss, shop_guide):
    boss.post(reverse("shops:add"), VALUES | {"code": "tmall", "staff": [shop_guide.pk]})

    shop = Shop.objects.get()
    assert (shop.promised_hours, list(shop.staff.all())) == (24, [shop_guide])
    assert Entry.objects.get(action="shops.opened").facts["staff_added"] == str(shop_guide.pk)


def test_a_change_is_written_down_and_the_code_stays(boss):
    shop = Shop.objects.create(code="tmall", name="旧名", platform=Platform.TMALL)

    boss.post(reverse("shops:change", args=[shop.pk]), VALUES | {"code": "other"})

    shop.refresh_from_db()
    assert (shop.code, shop.name) == ("tmall", "家蕊旗舰店")
    assert Entry.objects.get(action="shops.changed").facts["fields"] == "name, promised_hours"
    assert "家蕊旗舰店" in boss.get(shop.get_absolute_url()).text


@pytest.mark.parametrize(
    "taken", [{"name": "家蕊旗舰店", "code": "x"}, {"name": "y", "code": "tmall"}]
)
def test_names_and_codes_are_taken_once(boss, taken):
    Shop.objects.create(platform=Platform.TMALL, **taken)

    page = boss.post(reverse("shops:add"), VALUES | {"code": "tmall"})

    assert page.context["form"].non_field_errors()
    assert Shop.objects.count() == 1


def test_who_names_no_staff_sees_only_the_shops_they_work_for(client, shop_guide, manager):
    shop = Shop.objects.create(code="tmall", name="天猫甲店", platform=Platform.TMALL)
    shop.staff.add(manager)
    shop_guide.user_permissions.add(Permission.objects.get(codename="view_shop"))
    client.force_login(shop_guide)

    assert client.get(shop.get_absolute_url()).status_code == 404
    assert "天猫甲店" not in client.get(reverse("shops:list")).text

    shop.staff.add(shop_guide)
    assert client.get(shop.get_absolute_url()).status_code == 200
    assert "天猫甲店" in client.get(reverse("shops:list")).text


def test_the_manager_sees_every_shop(boss, shop_guide):
    shop = Shop.objects.create(code="tmall", name="天猫甲店", platform=Platform.TMALL)
    shop.staff.add(shop_guide)

    assert boss.get(shop.get_absolute_url()).status_code == 200


def test_a_guide_opens_no_shop(client, shop_guide):
    client.force_login(shop_guide)

    assert client.get(reverse("shops:list")).status_code == 403
    assert client.post(reverse("shops:add"), VALUES | {"code": "x"}).status_code == 403
    assert Shop.objects.count() == 0

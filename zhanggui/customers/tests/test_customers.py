from datetime import datetime

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from zhanggui.core.periods import SHANGHAI
from zhanggui.customers.models import Contact, Customer
from zhanggui.customers.rules import phone_keys, region
from zhanggui.customers.services import (
    Receiver,
    Seen,
    know_buyers,
    know_receivers,
)
from zhanggui.journal.models import Entry
from zhanggui.org.models import User

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=SHANGHAI)
TWO = datetime(2026, 11, 20, 14, 0, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("phone", "keys"),
    [
        ("13912348001", ("13912348001", "8001")),
        ("139 1234-8001", ("1391234", "1234")),
        ("18877771111-123", ("18877771111", "1111")),
        ("0577-65432210", ("057765432210", "2210")),
        ("139****8001", ("", "8001")),
        ("1**********", ("", "")),
        ("", ("", "")),
        ("12", ("", "")),
    ],
)
def test_what_a_number_is_found_by(phone, keys):
    assert phone_keys(phone) == keys


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("浙江省 温州市 瑞安市 环城路 12 号", ("浙江省", "温州市")),
        ("上海 上海市 浦东新区 1 号", ("上海", "上海市")),
        ("浙江省温州市瑞安市环城路12号", ("浙江省", "温州市")),
        ("新疆维吾尔自治区乌鲁木齐市天山区", ("新疆维吾尔自治区", "乌鲁木齐市")),
        ("不知道", ("", "")),
    ],
)
def test_province_and_city_are_read_from_an_address(address, place):
    assert region(address) == place


@pytest.fixture
def shop(django_user_model, db):
    return Customer._meta.get_field("shop").related_model.objects.create(
        code="jiarui", name="家蕊", platform="TMALL"
    )


@pytest.mark.django_db
def test_a_buyer_is_known_once_and_counted(shop):
    know_buyers(shop_id=shop.pk, seen={"a": Seen(2, NOON, NOON)})

    ids = know_buyers(shop_id=shop.pk, seen={"a": Seen(1, NOON, TWO), "b": Seen(0, TWO, TWO)})

    ada, bo = Customer.objects.order_by("platform_id")
    assert ids == {"a": ada.pk, "b": bo.pk}
    assert (ada.order_count, ada.created_at, ada.last_order_at) == (3, NOON, TWO)
    assert bo.order_count == 0


@pytest.mark.django_db
def test_equal_receivers_of_different_buyers_stay_apart(shop):
    ids = know_buyers(shop_id=shop.pk, seen={"a": Seen(1, NOON, NOON), "b": Seen(1, NOON, NOON)})
    receivers = [Receiver(pk, "林晓芸", "13912348001", "瑞安") for pk in ids.values()]

    made = know_receivers(shop_id=shop.pk, receivers=[*receivers, receivers[0]], at=NOON)
    again = know_receivers(shop_id=shop.pk, receivers=receivers, at=TWO)

    assert made == again
    assert Contact.objects.count() == 2


@pytest.fixture
def contact(shop):
    ids = know_buyers(shop_id=shop.pk, seen={"tb_lin88": Seen(1, NOON, NOON)})
    know_receivers(
        shop_id=shop.pk,
        receivers=[Receiver(ids["tb_lin88"], "林晓芸", "13912348001", "浙江省 温州市 瑞安市 1 号")],
        at=NOON,
    )
    return Contact.objects.get()


@pytest.fixture
def ada(db):
    user = User.objects.create_user("ada")
    granted = Permission.objects.filter(codename__in=("view_customer", "reveal_contact"))
    user.user_permissions.set(granted)
    return user


@pytest.mark.django_db
def test_pages_mask_who_the_customer_is(client, ada, contact):
    client.force_login(ada)

    listed = client.get(reverse("customers:list")).content.decode()
    shown = client.get(contact.customer.get_absolute_url()).content.decode()

    assert "t**8" in listed
    assert "139****8001" in shown
    assert not any(text in listed + shown for text in ("tb_lin88", "林晓芸", "13912348001"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "found"), [("tb_l", 1), ("8001", 1), ("13912348001", 1), ("x", 0)]
)
def test_customers_are_found(client, ada, contact, text, found):
    client.force_login(ada)

    answer = client.get(reverse("customers:list"), {"q": text}).content.decode()

    assert answer.count("t**8") >= found
    assert ("t**8" in answer) is bool(found)


@pytest.mark.django_db
def test_a_reveal_needs_a_reason_and_is_written_down(client, ada, contact):
    client.force_login(ada)
    address = reverse("customers:reveal", args=[contact.pk])

    refused = client.post(address, {"reason": "x"}).content.decode()
    before = Entry.objects.count()
    shown = client.post(address, {"reason": "买家要求改地址"}).content.decode()

    assert "13912348001" not in refused
    assert before == 0
    assert "13912348001" in shown
    entry = Entry.objects.get(action="customers.contact_revealed")
    assert (entry.actor, entry.subject_id, entry.facts) == (
        ada,
        contact.pk,
        {"reason": "买家要求改地址"},
    )


@pytest.mark.django_db
def test_nobody_reveals_without_the_duty_or_in_a_foreign_shop(client, ada, contact, shop):
    address = reverse("customers:reveal", args=[contact.pk])
    client.force_login(User.objects.create_user("bo"))
    without_duty = client.post(address, {"reason": "买家要求"}).status_code
    shop.staff.add(User.objects.create_user("cy"))
    client.force_login(ada)

    foreign = client.post(address, {"reason": "买家要求"}).status_code

    assert (without_duty, foreign) == (403, 404)
    assert not Entry.objects.exists()

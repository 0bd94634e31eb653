"""SG-01, SG-02, SG-04, SG-06, SG-07: what is said with customers leaves a record that counts.

The chat and the telephone exchange do not stand here yet: a contact that happened on a platform's
messenger or the phone is written down, followed up and counted.
"""

import pytest
from django.urls import reverse

from zhanggui.catalog.models import Product
from zhanggui.journal.models import Entry
from zhanggui.orders.models import Order
from zhanggui.orders.services import receive_orders
from zhanggui.orders.tests.trade import NINE, make_shop, make_sku, stock_up, told_order
from zhanggui.service.models import ContactRecord

NEW = "service:add-record"


@pytest.fixture
def shop(db):
    """A shop with one order, whose buyer asks."""
    shop = make_shop()
    stock_up(make_sku(), 10)
    receive_orders([told_order()], shop=shop, by=None, at=NINE)
    return shop


def write_down(client, person, shop, **told):
    """Write a contact down as a person does on the page; return it."""
    client.force_login(person)
    facts = {"shop": shop.pk, "channel": "IM", "topic": "ENQUIRY", "text": "能装 15 公分中心距吗？"}
    answer = client.post(reverse(NEW), facts | told)
    assert answer.status_code == 302, answer.content.decode()
    return ContactRecord.objects.latest("pk")


def entries_of(person):
    return set(Entry.objects.filter(actor=person).values_list("action", flat=True))


@pytest.mark.duty("SG-01", proves="partial", reason="ends at a recorded contact: no chat yet")
def test_a_message_is_recorded_beside_the_order(client, shop_guide, refused, outsider, shop):
    order = Order.objects.get()

    contact = write_down(client, shop_guide, shop, topic="ORDER", order_number=order.number)

    page = client.get(contact.get_absolute_url()).text
    assert order.number in page
    assert "service.im_recorded" in entries_of(shop_guide)
    refused(outsider, reverse("service:messages"))


@pytest.mark.duty("SG-02", proves="partial", reason="written down by hand: no exchange yet")
def test_a_call_is_noted_and_followed_up(client, shop_guide, refused, outsider, shop):
    contact = write_down(client, shop_guide, shop, channel="PHONE", call_back_hours="4")

    owed = client.get(reverse("service:calls"), {"view": "owed"}).text
    client.post(reverse("service:follow-up", args=[contact.pk]), {"answer": "已告知"})

    assert "能装 15 公分中心距吗？" in owed
    contact.refresh_from_db()
    assert not contact.is_owed()
    assert {"service.call_recorded", "service.followed_up"} <= entries_of(shop_guide)
    refused(outsider, reverse("service:calls"))


@pytest.mark.duty("SG-03", proves="partial", reason="reads the library: no courses, no exams")
def test_a_product_is_looked_up_with_its_variants(client, shop_guide, refused, outsider, shop):
    product = Product.objects.get()
    client.force_login(shop_guide)

    found = client.get(reverse("catalog:list"), {"q": product.code}).text
    page = client.get(product.get_absolute_url()).text

    assert product.name in found
    assert product.skus.get().merchant_code in page
    refused(outsider, product.get_absolute_url())


@pytest.mark.duty("SG-04", proves="partial", reason="no coupons or payment links yet")
def test_a_recommendation_is_recorded(client, shop_guide, refused, outsider, shop):
    product = Product.objects.get()

    contact = write_down(client, shop_guide, shop, topic="SALE", product_code=product.code)

    assert contact.product == product
    refused(outsider, reverse(NEW), {"shop": shop.pk})
    assert ContactRecord.objects.count() == 1


@pytest.mark.duty("SG-06", proves="partial", reason="filed by hand: no chat to file it from")
def test_a_suggestion_lands_in_one_list(client, shop_guide, refused, outsider, shop):
    write_down(client, shop_guide, shop, topic="SUGGESTION", text="说明书字太小")

    assert "说明书字太小" in client.get(reverse("service:feedback")).text
    assert "service.feedback_recorded" in entries_of(shop_guide)
    refused(outsider, reverse("service:feedback"))


@pytest.mark.duty("SG-07", proves="partial", reason="reported and listed: nobody is told yet")
def test_a_page_fault_names_its_product(client, shop_guide, refused, outsider, shop):
    product = Product.objects.get()

    write_down(client, shop_guide, shop, topic="PAGE", product_code=product.code, text="坑距写错")

    assert "坑距写错" in client.get(reverse("service:page-faults")).text
    assert "service.page_fault_recorded" in entries_of(shop_guide)
    refused(outsider, reverse("service:page-faults"))

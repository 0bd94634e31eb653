from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from zhanggui.catalog.models import Product
from zhanggui.journal.models import Entry
from zhanggui.org.models import User
from zhanggui.service import services
from zhanggui.service.models import Channel, ContactRecord, Topic
from zhanggui.service.queues import waiting_call_backs
from zhanggui.shops.models import Platform, Shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def tmall():
    return Shop.objects.create(code="tmall", name="天猫旗舰店", platform=Platform.TMALL)


@pytest.fixture
def seat():
    user = User.objects.create(username="seat")
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["view_contactrecord", "add_contactrecord"])
    )
    return user


def told(shop, **changes):
    return {
        "shop": shop.pk,
        "channel": "PHONE",
        "topic": "ENQUIRY",
        "who": "王女士",
        "text": "恒温花洒能装在 15 公分中心距吗？",
        "call_back_hours": "4",
    } | changes


def test_a_call_is_written_down_and_counts_for_the_duty(client, seat, tmall):
    client.force_login(seat)

    client.post(reverse("service:add-record"), told(tmall))

    contact = ContactRecord.objects.get()
    assert (contact.channel, contact.who, contact.taken_by) == ("PHONE", "王女士", seat)
    assert contact.follow_up_at - contact.taken_at == timedelta(hours=4)
    entry = Entry.objects.get()
    assert (entry.action, entry.actor) == ("service.call_recorded", seat)


@pytest.mark.parametrize(
    ("channel", "topic", "action"),
    [
        (Channel.IM, Topic.SALE, "service.im_recorded"),
        (Channel.PHONE, Topic.ORDER, "service.call_recorded"),
        (Channel.PHONE, Topic.SUGGESTION, "service.feedback_recorded"),
    ],
)
def test_a_topic_belongs_to_its_duty(seat, tmall, channel, topic, action):
    services.record_contact(
        shop=tmall, channel=channel, topic=topic, text="说明书看不懂", by=seat, at=timezone.now()
    )

    assert Entry.objects.get().action == action


def test_a_page_fault_names_its_product(client, seat, tmall):
    Product.objects.create(code="DL-208", name="防臭地漏")
    client.force_login(seat)
    url = reverse("service:add-record")

    refused = client.post(url, told(tmall, topic="PAGE"))
    client.post(url, told(tmall, topic="PAGE", product_code="dl-208"))

    assert "请写明是哪个产品的页面有问题" in refused.content.decode()
    assert ContactRecord.objects.get().product.code == "DL-208"


def test_an_unknown_order_is_said_and_nothing_is_written(client, seat, tmall):
    client.force_login(seat)

    page = client.post(reverse("service:add-record"), told(tmall, order_number="404"))

    assert "没有这个订单号" in page.content.decode()
    assert ContactRecord.objects.count() == Entry.objects.count() == 0


def test_a_promise_is_kept_once(seat, tmall, now):
    contact = services.record_contact(
        shop=tmall, channel="PHONE", topic="ORDER", text="什么时候发货", by=seat, at=now,
        follow_up_at=now + timedelta(hours=1),
    )  # fmt: skip
    assert waiting_call_backs(seat, now + timedelta(hours=2)).late == 1

    services.follow_up(record_id=contact.pk, answer="今天发", by=seat, at=now + timedelta(hours=2))

    assert waiting_call_backs(seat, now + timedelta(hours=2)).count == 0
    assert Entry.objects.get(action="service.followed_up").facts == {"late": True}
    with pytest.raises(services.CannotFollowUpError):
        services.follow_up(record_id=contact.pk, answer="又发", by=seat, at=now)


def test_the_staff_of_another_shop_do_not_find_it(client, seat, tmall, now):
    contact = services.record_contact(
        shop=tmall, channel="IM", topic="SALE", text="要十个", by=seat, at=now
    )
    tmall.staff.add(User.objects.create(username="other"))
    client.force_login(seat)

    assert client.get(contact.get_absolute_url()).status_code == 404
    assert "要十个" not in client.get(reverse("service:messages")).content.decode()


def test_a_person_without_the_duty_is_refused(client, tmall):
    client.force_login(User.objects.create(username="outsider"))

    assert client.get(reverse("service:calls")).status_code == 403
    assert client.post(reverse("service:add-record"), told(tmall)).status_code == 403
    assert ContactRecord.objects.count() == 0

"""Notices: told once, read by their own reader only."""

import pytest
from django.urls import reverse
from django.utils import timezone

from zhanggui.desk.models import Notice
from zhanggui.desk.services import notify

NOW = timezone.now()


def tell(user, key="news:1"):
    notify([user.pk], text="There is %(n)s thing", facts={"n": 1}, url="/desk/", key=key, at=NOW)


def test_the_same_news_is_told_once(shop_guide):
    tell(shop_guide)
    tell(shop_guide)

    assert [n.sentence for n in Notice.objects.all()] == ["There is 1 thing"]


def test_opening_a_notice_reads_it_and_goes_to_what_it_is_about(client, shop_guide):
    tell(shop_guide)
    client.force_login(shop_guide)

    answer = client.get(reverse("desk:open-notice", args=[Notice.objects.get().pk]))

    assert answer.url == "/desk/"
    assert Notice.objects.get().read_at is not None


def test_a_notice_of_somebody_else_is_not_found(client, shop_guide, manager):
    tell(manager)
    client.force_login(shop_guide)

    answer = client.get(reverse("desk:open-notice", args=[Notice.objects.get().pk]))

    assert answer.status_code == 404
    assert Notice.objects.get().read_at is None


def test_marking_many_as_read_leaves_those_of_others(client, shop_guide, manager):
    tell(shop_guide)
    tell(manager)
    client.force_login(shop_guide)

    client.post(reverse("desk:mark-read"), {"ids": [n.pk for n in Notice.objects.all()]})

    assert {n.user_id: bool(n.read_at) for n in Notice.objects.all()} == {
        shop_guide.pk: True,
        manager.pk: False,
    }


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_of_notices_costs_the_same_for_many(
    client, shop_guide, count, django_assert_max_num_queries
):
    for number in range(count):
        tell(shop_guide, f"news:{number}")
    client.force_login(shop_guide)

    with django_assert_max_num_queries(18):
        answer = client.get(reverse("desk:notices"))

    assert answer.text.count("There is 1 thing") == count

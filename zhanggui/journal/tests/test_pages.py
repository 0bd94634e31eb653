from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.urls import reverse

from zhanggui.journal import services
from zhanggui.journal.models import Delivery, Entry

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 11, 4, tzinfo=UTC)


@pytest.fixture
def entry(action, shop_guide, department):
    position = department["shop-guide"]
    facts = {"number": "SF1024", "reason": "客户来电", "paid_fen": 123450}
    return services.record(action, by=shop_guide, subject=position, at=NOON, facts=facts)


def found(client, **query):
    answer = client.get(reverse("journal:list"), query)
    return [row.pk for row in answer.context["list"].rows]


def test_the_trail_is_searched_by_what_who_where_and_when(client, manager, entry, shop_guide):
    client.force_login(manager)

    for query in (
        {"action": entry.action},
        {"actor": shop_guide.pk},
        {"position": "shop-guide"},
        {"since": "2026-11-11", "until": "2026-11-11"},
        {"q": "SF1024"},
        {"q": "客户来电"},
        {"q": str(entry.subject_id)},
    ):
        assert found(client, **query) == [entry.pk], query
    for query in ({"actor": manager.pk}, {"until": "2026-11-10"}, {"q": "SF9"}):
        assert found(client, **query) == [], query


def test_a_page_of_the_trail_costs_the_same_whatever_its_length(
    client, manager, action, shop_guide, django_assert_num_queries
):
    client.force_login(manager)
    client.get(reverse("journal:list"))
    for number in range(30):
        services.record(action, by=shop_guide, subject=shop_guide, at=NOON, facts={"n": number})

    with django_assert_num_queries(12):
        page = client.get(reverse("journal:list")).content.decode()

    assert page.count("林晓芸") >= 30
    assert "导购专员" in page


def test_an_entry_opens_what_it_is_about(client, manager, entry):
    client.force_login(manager)

    page = client.get(entry.get_absolute_url()).content.decode()

    assert "SF1024" in page
    assert "¥1,234.50" in page
    assert "客户来电" in page


def test_taking_the_trail_out_of_the_house_is_written_down(client, manager, entry):
    client.force_login(manager)

    answer = client.get(reverse("journal:list"), {"export": "csv"})

    assert "SF1024" in b"".join(answer.streaming_content).decode()
    noted = Entry.objects.get(action="journal.exported")
    assert (noted.actor, noted.facts) == (manager, {"rows": 1})


def test_failed_reactions_are_seen_and_tried_again(client, manager, shop_guide, listen, action):
    def broken(entry):
        raise ZeroDivisionError

    listen("broken", broken)
    services.record(action, by=shop_guide, subject=shop_guide, at=NOON)
    services.deliver_many(at=NOON)
    stuck = Delivery.objects.get()

    client.force_login(shop_guide)
    assert client.post(reverse("journal:try-again"), {"ids": [stuck.pk]}).status_code == 403
    client.force_login(manager)
    page = client.get(reverse("journal:outbox"), {"view": "failed"}).content.decode()
    answer = client.post(reverse("journal:try-again"), {"ids": [stuck.pk]})

    stuck.refresh_from_db()
    assert "ZeroDivisionError()" in page
    assert answer.url == reverse("journal:outbox")
    assert stuck.tries == 0


@pytest.mark.parametrize("page", ["journal:list", "journal:outbox"])
def test_others_do_not_see_the_trail(client, shop_guide, page):
    client.force_login(shop_guide)

    assert client.get(reverse(page)).status_code == 403


def test_a_timeline_reads_in_words(entry, department):
    position = department["shop-guide"]

    shown = Template("{% load journal %}{% timeline it %}").render(Context({"it": position}))

    assert "试过" in shown
    assert "林晓芸 (导购专员)" in shown
    assert "单号" in shown or "编号" in shown

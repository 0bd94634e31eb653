"""The desk says what is late and what is next; people reach their own only."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from zhanggui.core.queues import Queue, Waiting, queues
from zhanggui.core.tools import Tool, tools
from zhanggui.desk import selectors
from zhanggui.desk.models import Presence
from zhanggui.journal.models import Entry
from zhanggui.org.middleware import SESSION_KEY
from zhanggui.org.permissions import Can

NOW = timezone.now()


@pytest.fixture
def parcels(monkeypatch):
    """A queue of a tool that is nobody's but this test's."""
    monkeypatch.setattr(tools, "_items", dict(tools._items))
    monkeypatch.setattr(queues, "_items", {})
    tools.add(Tool("test/parcels", "Parcels", "desk:home", Can.SEE_PEOPLE))

    def declare(count, late, due_at):
        queues.add(
            Queue(
                code="test.parcels",
                label="%(count)s parcels to send",
                act="Send",
                url=lambda: "/desk/",
                duty_tool="test/parcels",
                permission=Can.SEE_PEOPLE,
                waiting=lambda _user, _now: Waiting(count, late, due_at),
            )
        )

    return declare


def test_what_is_late_stands_apart_from_what_is_next(parcels):
    due = NOW - timedelta(hours=1)
    parcels(0, 0, None)

    desk = selectors.lay_desk({"test.parcels": Waiting(5, 2, due)}, {"test/parcels"}, NOW)

    assert [(work.title, work.due_at) for work in desk.late] == [("2 parcels to send", due)]
    assert [(work.title, work.due_at) for work in desk.next] == [("3 parcels to send", None)]
    assert (desk.late_count, desk.next_count) == (2, 3)


def test_of_others_duties_only_what_is_late_shows(parcels):
    parcels(0, 0, None)

    desk = selectors.lay_desk({"test.parcels": Waiting(5, 2, None)}, set(), NOW)

    assert (desk.late, desk.next) == ([], [])
    assert [work.title for work in desk.below] == ["2 parcels to send"]


def test_the_nearest_deadline_comes_first(parcels):
    soon = selectors.Work("", "soon", "", "", "", NOW + timedelta(hours=1))
    some_day = selectors.Work("", "some day", "", "", "", None)
    later = selectors.Work("", "later", "", "", "", NOW + timedelta(hours=2))

    assert [w.title for w in sorted([some_day, later, soon], key=selectors.urgency)] == [
        "soon",
        "later",
        "some day",
    ]


def test_the_desk_opens_for_each_person(client, shop_guide):
    client.force_login(shop_guide)

    answer = client.get(reverse("desk:home"))

    assert answer.status_code == 200
    assert "没有等着你办的事" in answer.text


def test_the_desk_is_closed_to_visitors(client):
    assert client.get(reverse("desk:home")).status_code == 302


def test_the_rail_counts_anew_and_a_page_only_shows_what_is_known(
    client, shop_guide, django_assert_num_queries
):
    client.force_login(shop_guide)
    client.get(reverse("desk:home"))

    answer = client.get(reverse("desk:rail"), headers={"HX-Target": "rail-items"})

    assert answer.status_code == 200
    assert "我的职责" in answer.text


def test_acting_in_a_position_that_one_does_not_hold_changes_nothing(client, shop_guide):
    client.force_login(shop_guide)

    client.post(reverse("desk:act-as"), {"position": "manager"})

    assert SESSION_KEY not in client.session


def test_going_away_is_written_down_once(client, shop_guide):
    client.force_login(shop_guide)

    for _ in range(2):
        client.post(reverse("desk:set-presence"), {"away": "1"})

    assert Presence.objects.get(user=shop_guide).is_away
    assert Entry.objects.filter(action="desk.presence_changed").count() == 1


def test_an_unknown_figure_is_not_found(client, shop_guide):
    client.force_login(shop_guide)

    assert client.get(reverse("desk:show-evidence", args=["no.such"])).status_code == 404

"""The pages of people, positions and the handbook, over HTTP."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from zhanggui.core.periods import day_of
from zhanggui.org.models import User
from zhanggui.org.services.seating import delegate

DAY = timedelta(days=1)


@pytest.fixture
def as_manager(client, manager):
    client.force_login(manager)
    return client


def page(client, name, *args, status=200, **query):
    answer = client.get(reverse(f"org:{name}", args=args), query)
    assert answer.status_code == status
    return answer.content.decode() if status == 200 else ""


def post(client, view, /, *args, status=302, **data):
    answer = client.post(reverse(f"org:{view}", args=args), data)
    assert answer.status_code == status, answer.content.decode()
    return answer


EVERY_PERSON_PAGE = ["show-person", "edit-person", "assign"]


@pytest.mark.parametrize("name", EVERY_PERSON_PAGE)
def test_walking_the_ids_of_people_finds_only_those_one_may_see(
    client, request, name, manager, service_supervisor, shop_guide, web_designer, outsider
):
    people = {manager, service_supervisor, shop_guide, web_designer, outsider}
    may_see = {
        manager: people,
        service_supervisor: {service_supervisor, shop_guide},
        shop_guide: {shop_guide},
        outsider: set(),
    }
    for viewer, visible in may_see.items():
        client.force_login(viewer)
        opened = {
            p for p in people if client.get(reverse(f"org:{name}", args=[p.pk])).status_code == 200
        }
        assert opened == (visible if name == "show-person" or viewer == manager else set())


def test_everybody_opens_their_own_profile(client, outsider, shop_guide):
    for user in (outsider, shop_guide):
        client.force_login(user)
        assert user.username in page(client, "profile")


def test_the_list_of_people_costs_the_same_however_many_there_are(
    as_manager, hire, django_assert_num_queries
):
    for n in range(5):
        hire("shop-guide", f"guide{n}")
    url = reverse("org:list-people")
    as_manager.get(url)

    with django_assert_num_queries(14) as few:
        as_manager.get(url)
    for n in range(5, 12):
        hire("shop-guide", f"guide{n}")
    with django_assert_num_queries(len(few)):
        as_manager.get(url)


def test_a_new_person_sees_their_password_once_and_must_change_it(as_manager, client, department):
    answer = post(
        as_manager,
        "add-person",
        status=200,
        name="何佳",
        username="hejia",
        position=department["shop-guide"].pk,
        first_day=day_of(timezone.now()),
        phone="139 1234 8001",
    )
    password = answer.context["password"]
    assert password in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    person = User.objects.get(username="hejia")
    assert person.phone == "139 1234 8001"

    client.logout()
    assert client.login(username="hejia", password=password)
    assert client.get(reverse("org:show-chart")).url == reverse("account_change_password")
    chosen = {"oldpassword": password, "password1": "jia-he-2026!", "password2": "jia-he-2026!"}
    client.post(reverse("account_change_password"), chosen)
    assert client.get(reverse("org:show-chart")).status_code == 200


def test_a_position_is_given_for_some_days_and_ended(as_manager, shop_guide, department):
    today = day_of(timezone.now())
    post(
        as_manager,
        "assign",
        shop_guide.pk,
        position=department["quality"].pk,
        first_day=today,
        last_day=today + 2 * DAY,
    )
    held = shop_guide.assignments.get(position__code="quality")
    assert str(today + 2 * DAY) in page(as_manager, "show-person", shop_guide.pk)

    post(as_manager, "end-assignment", held.pk, last_day=today, right_now="on")

    held.refresh_from_db()
    assert held.active_until <= timezone.now()
    post(as_manager, "end-assignment", held.pk, status=200, last_day=today)


def test_a_deputy_is_named_shown_and_ended(as_manager, shop_guide, service_supervisor, department):
    today = day_of(timezone.now())
    form = {"position": department["service-supervisor"].pk, "deputy": shop_guide.pk}
    late = form | {"first_day": today - 9 * DAY, "last_day": today - DAY}
    post(as_manager, "delegate", "service-supervisor", status=200, **late)

    post(
        as_manager,
        "delegate",
        "service-supervisor",
        **form,
        first_day=today,
        last_day=today + DAY,
        reason="年假",
    )

    lent = shop_guide.deputyships.get()
    assert lent.principal == service_supervisor
    assert "年假" in page(as_manager, "show-position", "service-supervisor")
    assert "林晓芸" in page(as_manager, "show-person", service_supervisor.pk)
    post(as_manager, "end-delegation", lent.pk)
    assert not shop_guide.groups.filter(name="service-supervisor").exists()


def test_an_account_is_closed_and_opened(as_manager, shop_guide, manager):
    post(as_manager, "open-account", shop_guide.pk, open="0")
    assert not User.objects.get(pk=shop_guide.pk).is_active
    post(as_manager, "open-account", shop_guide.pk, open="1")
    assert User.objects.get(pk=shop_guide.pk).is_active
    post(as_manager, "open-account", manager.pk, open="0")
    assert User.objects.get(pk=manager.pk).is_active


@pytest.mark.parametrize(
    ("who", "sees"), [("manager", True), ("shop_guide", True), ("service_supervisor", False)]
)
def test_a_pay_band_is_seen_by_the_manager_and_its_own_seat(request, client, who, sees):
    client.force_login(request.getfixturevalue(who))

    assert ("30,000.00" in page(client, "show-position", "shop-guide")) == sees


def test_the_chart_draws_a_past_and_a_coming_day(as_manager, manager, hire, department):
    now = timezone.now()
    guide = hire("shop-guide", "lin", "林晓芸", since=now - 10 * DAY)
    delegate(
        department["service-supervisor"],
        guide,
        by=manager,
        active_from=now + 5 * DAY,
        active_until=now + 9 * DAY,
        at=now,
    )

    def names(days):
        drawn = page(as_manager, "show-chart", on=(day_of(now) + days * DAY).isoformat())
        return "林晓芸" in drawn, "林晓芸（代理）" in drawn or "林晓芸 (deputy)" in drawn

    assert [names(days) for days in (-20, 0, 6)] == [(False, False), (True, False), (True, True)]
    assert "2030" in page(as_manager, "show-chart", on="2030-01-01")
    assert page(as_manager, "show-chart", on="nonsense")


def test_names_on_the_chart_are_links_only_to_pages_one_may_open(client, shop_guide, web_designer):
    client.force_login(shop_guide)

    drawn = page(client, "show-chart")

    assert reverse("org:show-person", args=[shop_guide.pk]) in drawn
    assert "叶青" in drawn
    assert reverse("org:show-person", args=[web_designer.pk]) not in drawn

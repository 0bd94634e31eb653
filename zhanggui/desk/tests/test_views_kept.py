"""Views that people save: their own, and those shared with the department."""

import pytest
from django.urls import reverse

from zhanggui.desk import selectors
from zhanggui.desk.models import SavedView
from zhanggui.desk.services import MOST_VIEWS, CannotSaveViewError, choose_columns, save_view


def test_a_view_of_the_same_name_replaces_the_one_before(shop_guide):
    save_view(by=shop_guide, list_code="orders", name="Mine", query="q=1")
    save_view(by=shop_guide, list_code="orders", name=" Mine ", query="q=2")

    assert [view.query for view in SavedView.objects.all()] == ["q=2"]


def test_a_view_without_a_name_is_refused(shop_guide):
    with pytest.raises(CannotSaveViewError):
        save_view(by=shop_guide, list_code="orders", name="  ", query="")

    assert not SavedView.objects.exists()


def test_nobody_keeps_more_views_than_fit(shop_guide):
    for number in range(MOST_VIEWS):
        save_view(by=shop_guide, list_code="orders", name=str(number), query="")

    with pytest.raises(CannotSaveViewError):
        save_view(by=shop_guide, list_code="orders", name="one more", query="")


def test_one_sees_the_own_views_and_the_shared_ones(shop_guide, manager):
    save_view(by=manager, list_code="orders", name="For all", query="", is_shared=True)
    save_view(by=manager, list_code="orders", name="For me", query="")
    save_view(by=shop_guide, list_code="orders", name="Own", query="")

    assert [v.name for v in selectors.saved_views(shop_guide, "orders")] == ["Own", "For all"]


def test_nobody_deletes_the_view_of_another(client, shop_guide, manager):
    view = save_view(by=manager, list_code="orders", name="For all", query="", is_shared=True)
    client.force_login(shop_guide)

    answer = client.post(reverse("desk:delete-view", args=[view.pk]))

    assert answer.status_code == 404
    assert SavedView.objects.exists()


def test_the_columns_last_chosen_come_back(client, shop_guide):
    choose_columns(by=shop_guide, list_code="specimens", columns="codename,pk")
    client.force_login(shop_guide)

    answer = client.get("/ui/")

    assert [c.name for c in answer.context["list"].columns] == ["codename", "pk"]


def test_saving_a_view_goes_back_to_its_list_and_nowhere_else(client, shop_guide):
    client.force_login(shop_guide)
    body = {"list": "specimens", "name": "Mine", "query": "q=view"}

    home = client.post(reverse("desk:save-view"), body | {"next": "/ui/"})
    away = client.post(reverse("desk:save-view"), body | {"next": "https://evil.example/"})

    assert (home.url, away.url) == ("/ui/", reverse("desk:home"))

"""The frame, the guide and the pattern book answer; a stranger is turned away."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def somebody(client, django_user_model):
    user = django_user_model.objects.create_user("somebody", display_name="林晓芸")
    client.force_login(user)
    return user


def test_the_pattern_book_opens_for_staff(client, somebody):
    answer = client.get(reverse("core:show-components"))

    assert answer.status_code == 200
    assert "林晓芸" in answer.text


def test_the_pattern_book_is_closed_to_visitors(client):
    answer = client.get(reverse("core:show-components"))

    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


def test_the_guide_is_open_to_visitors(client):
    answer = client.get(reverse("core:read-help", args=["index"]))

    assert answer.status_code == 200


def test_the_guide_beside_a_page_is_a_bare_fragment(client):
    answer = client.get(
        reverse("core:read-help", args=["index"]), headers={"HX-Target": "drawer-body"}
    )

    assert "<html" not in answer.text
    assert "Ctrl-K" in answer.text


def test_a_page_that_the_guide_does_not_have_is_not_found(client):
    answer = client.get(reverse("core:read-help", args=["no-such-page"]))

    assert answer.status_code == 404

"""Search everything: only what the person may see."""

from django.urls import reverse

from zhanggui.core.search import Hit, Provider, providers
from zhanggui.desk.selectors import search_everything


def test_the_guide_is_found_by_its_words(shop_guide):
    found = search_everything(shop_guide, "Ctrl-K")

    assert "/help/index/" in [hit.url for kind in found for hit in kind.hits]


def test_one_letter_searches_nothing(shop_guide):
    assert search_everything(shop_guide, "a") == []


def test_a_kind_that_the_person_may_not_see_is_not_asked(shop_guide, monkeypatch):
    monkeypatch.setattr(providers, "_items", {})
    secret = Provider("x", "Secret", "org.see_everybody", lambda *_: [Hit("found", "", "/")])
    providers.add(secret)

    assert search_everything(shop_guide, "anything") == []


def test_the_palette_gets_a_fragment_and_a_reader_a_page(client, shop_guide):
    client.force_login(shop_guide)

    fragment = client.get(reverse("desk:search"), {"q": "Ctrl-K"}, headers={"HX-Target": "hits"})
    page = client.get(reverse("desk:search"), {"q": "Ctrl-K"})

    assert "<html" not in fragment.text
    assert "<html" in page.text

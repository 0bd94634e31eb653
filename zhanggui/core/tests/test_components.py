"""The pattern book in a real browser: both widths, light and dark, by keyboard."""

import re

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from tests.browser import unreachable

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def tester(live):
    with live.database():
        get_user_model().objects.create_user("tester", password="tester", display_name="林晓芸")
    return "tester"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_every_component_looks_well(looker, live, tester, width, theme):
    page = looker.page(width=width, theme=theme, user=tester)

    page.goto(f"{live.url}/ui/")
    page.wait_for_selector("[data-chart] svg")

    assert looker.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert "\n".join(unreachable(page)) == ""


@pytest.mark.parametrize("path", ["/accounts/login/", "/help/", "/no/such/page/"])
def test_what_visitors_see_looks_well(looker, live, path):
    page = looker.page(width=390)

    page.goto(f"{live.url}{path}")

    assert [text for text in looker.complaints if "404" not in text] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert unreachable(page) == []


def test_a_list_is_worked_by_keyboard(looker, live, tester):
    page = looker.page(user=tester)
    page.goto(f"{live.url}/ui/")

    for key in ("j", "j", "x", "k", "x"):
        page.keyboard.press(key)

    assert page.locator("[data-chosen-count]").text_content() == "2"
    assert page.locator("[data-bulk]").first.is_enabled()


def test_typing_in_the_search_box_narrows_the_list_and_the_address(looker, live, tester):
    page = looker.page(user=tester)
    page.goto(f"{live.url}/ui/")

    page.keyboard.press("/")
    page.keyboard.type("view_permission")
    page.wait_for_url(re.compile("q=view_permission"))

    expect(page.locator("[data-row]")).to_have_count(1)
    assert page.evaluate("document.activeElement.name") == "q"


def test_the_guide_opens_beside_the_page(looker, live, tester):
    page = looker.page(user=tester)
    page.goto(f"{live.url}/ui/")

    page.keyboard.press("?")

    page.wait_for_selector("#drawer[open] .prose h1")
    page.keyboard.press("Escape")
    assert page.locator("#drawer[open]").count() == 0


def test_the_rail_is_a_drawer_on_a_phone(looker, live, tester):
    page = looker.page(width=390, user=tester)
    page.goto(f"{live.url}/ui/")
    assert not page.locator("#rail").is_visible()

    page.click(".rail-open")

    expect(page.locator("#rail")).to_be_visible()


def test_the_choice_of_colours_is_remembered(looker, live, tester):
    page = looker.page(theme="light", user=tester)
    page.goto(f"{live.url}/ui/")

    page.click("summary.me")
    page.click("[data-set-theme=dark]")
    page.reload()

    assert page.locator("html").get_attribute("data-bs-theme") == "dark"


def test_the_progress_bar_goes_to_its_end_by_itself(looker, live, tester):
    page = looker.page(user=tester)

    page.goto(f"{live.url}/ui/")

    page.wait_for_selector(".progress-box .state.good", timeout=15_000)

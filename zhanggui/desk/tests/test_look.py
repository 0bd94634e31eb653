"""The desk and the account pages in a real browser."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import unreachable
from zhanggui.desk.services import notify
from zhanggui.org.models import Assignment, Position, User

pytestmark = pytest.mark.browser
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def guide(live):
    with live.database():
        user = User.objects.create_user("guide", password="guide", display_name="林晓芸")
        for code in ("shop-guide", "aftersales"):
            seat = Position.objects.get(code=code)
            Assignment.objects.create(user=user, position=seat, active_from=timezone.now() - HOUR)
            user.groups.add(seat.group)
        notify([user.pk], text="Desk", url="/desk/", key="one", at=timezone.now())
    return "guide"


PAGES = (
    "/desk/",
    "/desk/notices/",
    "/desk/search/?q=Ctrl-K",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/sessions/",
)


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_the_pages_of_a_person_look_well(looker, live, guide, width, theme):
    page = looker.page(width=width, theme=theme, user=guide)

    for path in PAGES:
        page.goto(f"{live.url}{path}")
        page.wait_for_load_state("networkidle")

        assert "\n".join(unreachable(page)) == "", path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert looker.complaints == []


def test_the_palette_finds_and_opens_by_keyboard(looker, live, guide):
    page = looker.page(user=guide)
    page.goto(f"{live.url}/desk/")

    page.keyboard.press("Control+k")
    page.keyboard.type("Ctrl-K")
    page.wait_for_selector("#hits a")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile("/help/"))


def test_the_bar_counts_the_unread_by_itself(looker, live, guide):
    page = looker.page(user=guide)

    page.goto(f"{live.url}/desk/")

    expect(page.locator("#notice-count")).to_be_visible()


def test_one_person_acts_in_another_position(looker, live, guide):
    page = looker.page(user=guide)
    page.goto(f"{live.url}/desk/")
    page.click("summary.me")

    page.click("button[value=aftersales]")

    expect(page.locator("#rail-items")).to_contain_text("售后")


def test_a_passkey_is_made_and_signs_in_under_the_strict_policy(looker, live):
    keeper = "keeper"  # their own account: from now on it asks for the passkey
    with live.database():
        User.objects.create_user(keeper, password=keeper)
    # An address of numbers has no passkeys.
    home = live.url.replace("127.0.0.1", "localhost")
    page = looker.page()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto(f"{home}/accounts/login/?next=/accounts/2fa/webauthn/add/")
    page.fill("[name=login]", keeper)
    page.fill("[name=password]", keeper)
    page.click("form .btn-primary")
    # So grave a change asks for the password once more.
    page.fill("[name=password]", keeper)
    page.click("form .btn-primary")
    page.fill("[name=name]", "phone")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(re.compile("/accounts/2fa/(?!webauthn/add)"))
    page.context.clear_cookies()

    page.goto(f"{home}/accounts/login/")
    page.click("#passkey_login")

    page.wait_for_url(re.compile("/desk/"))
    assert looker.complaints == []

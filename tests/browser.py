"""A real server on a loopback port and a real Chromium, for tests marked `browser`."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.database import TEMPLATES, migrations_key

ROOT = Path(__file__).parents[1]
AXE = ROOT / "var" / "vendor" / "axe-core" / "axe.min.js"
STARTS_WITHIN = 60


@dataclass
class Live:
    """The running product: its address, and its database for arranging what a test needs."""

    url: str
    file: Path
    blocker: Any

    @contextmanager
    def database(self) -> Iterator[None]:
        """Let services and models work on the running product's database, in this process."""
        held, name, options = (
            connection.connection,
            connection.settings_dict["NAME"],
            connection.settings_dict["OPTIONS"],
        )
        connection.connection = None
        connection.settings_dict["NAME"] = str(self.file)
        connection.settings_dict["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20}
        try:
            with self.blocker.unblock():
                yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = name
            connection.settings_dict["OPTIONS"] = options
            connection.connection = held


@dataclass
class Looker:
    """One person at a browser: opens pages and remembers what the console complained of."""

    live: Live
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def page(
        self, *, width: int = 1440, theme: str = "light", language: str = "zh-hans", user: str = ""
    ) -> Page:
        """Open a tab of its own, signed in as `user` (whose password is their name) if named."""
        context = self.browser.new_context(viewport={"width": width, "height": 844})
        self.contexts.append(context)
        cookies = {"theme": theme, "django_language": language}
        context.add_cookies(
            [{"name": n, "value": v, "url": self.live.url} for n, v in cookies.items()]
        )
        page = context.new_page()
        page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        if user:
            page.goto(f"{self.live.url}/accounts/login/")
            page.fill("[name=login]", user)
            page.fill("[name=password]", user)
            page.click("form .btn-primary")
            page.wait_for_load_state("load")
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_until_up(url: str, server: subprocess.Popen[bytes]) -> None:
    """Wait for the first answer.

    :raises RuntimeError: if the server ends, or is silent for STARTS_WITHIN seconds
    """
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"The server ended with {server.returncode}")
        with suppress(OSError), urlopen(f"{url}/accounts/login/", timeout=5):  # noqa: S310 - loopback
            return
        time.sleep(0.2)
    raise RuntimeError(f"No answer from {url} in {STARTS_WITHIN} s")


@pytest.fixture(scope="session")
def live(tmp_path_factory, django_db_setup, django_db_blocker):
    """Run the product on a copy of the migrated database until the tests end."""
    home = tmp_path_factory.mktemp("live")
    file = home / "zhanggui.sqlite3"
    shutil.copy(TEMPLATES / f"{migrations_key()}.sqlite3", file)
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "zhanggui.config.asgi:application", "--lifespan=off",
         "--host=127.0.0.1", f"--port={port}", "--log-level=warning"],
        cwd=ROOT,
        env=os.environ | {"ZG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "tests.live_settings",
                          "ZG_FIELD_KEYS_DIR": str(settings.FIELD_KEYS_DIR)},
    )  # fmt: skip
    try:
        wait_until_up(f"http://127.0.0.1:{port}", server)
        yield Live(f"http://127.0.0.1:{port}", file, django_db_blocker)
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    # Playwright keeps an event loop in this thread; our own queries stay synchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def looker(live, chromium):
    """A person at a browser on the running product."""
    person = Looker(live, chromium)
    yield person
    person.close()


def unreachable(page: Page) -> list[str]:
    """Return the serious accessibility faults that axe finds on the page (WCAG 2.2 AA)."""
    # Not add_script_tag: the page's own policy rightly refuses a script from outside.
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
             .filter((v) => ["serious", "critical"].includes(v.impact))
             .flatMap((v) => v.nodes.map((n) =>
               `${v.id}: ${n.html.slice(0, 160)} ${n.any[0]?.message ?? ""}`))"""
    )
    return list(found)

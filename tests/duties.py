"""Acceptance tests of duties: each says which duty it proves, and its outcome is recorded.

    @pytest.mark.duty("SG-08")
    @pytest.mark.duty("SG-01", proves="partial", reason="…")

The duty map (`./zg duties`) reads the record; it is not committed.
"""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from filelock import FileLock

from zhanggui.org.rules.proof import FULL, PARTIAL, PASSED, read_record, sum_of

ROOT = Path(__file__).parents[1]
MARKER = "duty(id, proves='full' | 'partial', reason=''): the duty of the handbook that it proves"
FIELDS = ("duty", "proves", "reason", "file")


def claim_of(mark, item):
    """Read what a test claims, and refuse a claim that is not clear."""
    proves, reason = mark.kwargs.get("proves", FULL), mark.kwargs.get("reason", "")
    if len(mark.args) != 1 or proves not in {FULL, PARTIAL}:
        raise pytest.UsageError(f"{item.nodeid}: {MARKER}")
    if proves == PARTIAL and not reason:
        raise pytest.UsageError(f"{item.nodeid}: a partial proof says what is missing: reason=…")
    file = item.path.relative_to(ROOT).as_posix()
    return dict(zip(FIELDS, (mark.args[0], proves, reason, file), strict=True))


class DutyRecorder:
    """Hears each test's outcome; at the end adds those of duties to the record."""

    def __init__(self):
        self.heard = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item):
        report = yield
        for mark in item.iter_markers("duty"):
            report.user_properties.append(("duty", json.dumps(claim_of(mark, item))))
        return report

    def pytest_runtest_logreport(self, report):
        for name, claim in report.user_properties:
            if name != "duty":
                continue
            found = json.loads(claim)
            key = f"{report.nodeid}@{found['duty']}"
            outcome = self.heard.get(key, {}).get("outcome", PASSED)
            self.heard[key] = found | {
                "test": report.nodeid,
                "outcome": report.outcome if outcome == PASSED else outcome,
            }

    def pytest_sessionfinish(self, session):
        if self.heard and not hasattr(session.config, "workerinput"):
            write_down(self.heard.values(), Path(settings.DUTY_RECORD), connection.vendor)


def write_down(heard, file, database):
    """Add outcomes to the record, and drop tests whose file is gone."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{file}.lock"):
        record = read_record(file)
        tests = {k: t for k, t in record["tests"].items() if (ROOT / t["file"]).is_file()}
        for one in heard:
            now = sum_of(ROOT / one["file"])
            key = f"{one['test']} {one['duty']}"
            before = tests.get(key, {})
            runs = before.get("runs", {}) if before.get("sum") == now else {}
            tests[key] = {name: one[name] for name in FIELDS} | {
                "sum": now,
                "runs": runs | {database: one["outcome"]},
            }
        draft = file.with_suffix(".draft")
        draft.write_text(json.dumps({"tests": tests}, ensure_ascii=False, indent=1))
        draft.rename(file)


def pytest_configure(config):
    config.addinivalue_line("markers", MARKER)
    config.pluginmanager.register(DutyRecorder(), "duty-recorder")


@pytest.fixture
def refused(client):
    """Give a function that proves that somebody without the duty may not open (or post to) a page.

    A page says 403, or 404 where the person may not even know that the thing is there.
    """

    def prove(person, url, data=None):
        client.force_login(person)
        answer = client.get(url) if data is None else client.post(url, data)
        assert answer.status_code in {403, 404}, f"{person} may open {url}"

    return prove


@pytest.fixture
def signed_in(client):
    """Give a function that signs somebody in and returns their browser."""

    def sign_in(person):
        client.force_login(person)
        return client

    return sign_in

"""What a monitor, a log reader and an error hook get."""

import http.server
import json
import logging
import threading
from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from zhanggui.config import health
from zhanggui.config.logs import ErrorHook, JsonFormatter
from zhanggui.config.machine import vitals
from zhanggui.jobs.models import WorkerBeat


@pytest.fixture
def beat(db):
    now = timezone.now()
    return WorkerBeat.objects.create(worker="one", started_at=now, seen_at=now)


@pytest.mark.django_db
def test_a_house_with_database_and_worker_is_well(client, beat):
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == {"ok": True, "database": "ok", "worker": "ok"}


@pytest.mark.django_db
def test_a_silent_worker_is_not(client, beat):
    beat.seen_at -= timedelta(seconds=vitals.BEAT_LIMIT + 1)
    beat.save(update_fields=["seen_at"])

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["worker"] == "silent"


@pytest.mark.django_db
def test_the_numbers_are_in_prometheus_format(client, beat):
    lines = client.get("/metrics").content.decode().splitlines()

    values = dict(line.split() for line in lines if not line.startswith("#"))
    assert values["zhanggui_up"] == "1"
    assert values["zhanggui_deliveries_waiting"] == "0"
    assert float(values["zhanggui_database_bytes"]) > 100_000
    assert "# TYPE zhanggui_up gauge" in lines


@pytest.mark.django_db
def test_the_numbers_are_for_this_machine_or_for_who_has_the_token(client, settings, beat):
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.9").status_code == 403
    settings.METRICS_TOKEN = "let-me-see"

    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer guess"}).status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer let-me-see"}).status_code == 200


def record(message, **extra):
    made = logging.LogRecord("zhanggui", logging.ERROR, "views.py", 7, message, (), None)
    made.__dict__.update(extra)
    return made


def test_a_log_line_is_one_json_object_without_the_request_body():
    request = RequestFactory().post("/orders/?x=1", {"phone": "13800138000"})
    error = ValueError("odd")
    made = record("失败", request=request, exc_info=(ValueError, error, None))

    line = JsonFormatter().format(made)

    facts = json.loads(line)
    assert facts["message"] == "失败"
    assert facts["path"] == "/orders/"
    assert facts["error"] == "ValueError"
    assert "13800138000" not in line
    assert "\n" not in line


def test_an_error_is_posted_once_a_minute():
    got = []

    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_words):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    hook = ErrorHook(f"http://127.0.0.1:{server.server_port}/")

    for _ in range(3):
        hook.emit(record("the same"))
    hook.emit(record("another"))
    hook._waiting.join()
    server.shutdown()
    server.server_close()

    assert [facts["message"] for facts in got] == ["the same", "another"]


def test_without_an_address_the_hook_does_nothing():
    hook = ErrorHook("")

    hook.emit(record("x"))

    assert hook._thread is None


def test_the_exposition_leaves_out_what_is_not_known():
    lines = list(health.exposition(vitals.Vitals(database=False, worker=False)))

    assert "zhanggui_up 0" in lines
    assert not any("deliveries" in line for line in lines)

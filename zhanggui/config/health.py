"""What a monitor asks: is it alive (`/healthz`), and how is it (`/metrics`, Prometheus text)."""

import hmac
import os
import time
from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from zhanggui.config.machine.vitals import Vitals, read_vitals
from zhanggui.core.permissions import EVERYBODY, open_to

STARTED = time.time()
LOOPBACK = {"127.0.0.1", "::1"}


@open_to(EVERYBODY)
def healthz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 while the database answers and a worker lives, else 503 with what is wrong."""
    vitals = read_vitals()
    body = {
        "ok": vitals.ok,
        "database": "ok" if vitals.database else "down",
        "worker": "ok" if vitals.worker else "silent",
    }
    return JsonResponse(body, status=200 if vitals.ok else 503)


@open_to(EVERYBODY)
def metrics(request: HttpRequest) -> HttpResponse:
    """Show the numbers to this machine, or to whoever brings ZG_METRICS_TOKEN."""
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = settings.METRICS_TOKEN
    trusted = hmac.compare_digest(sent, token) if token else request.META["REMOTE_ADDR"] in LOOPBACK
    if not trusted:
        raise PermissionDenied
    lines = "".join(f"{line}\n" for line in exposition(read_vitals()))
    return HttpResponse(lines, content_type="text/plain; version=0.0.4; charset=utf-8")


def exposition(vitals: Vitals) -> Iterator[str]:
    """Write the numbers in Prometheus' text format."""
    numbers = {
        "zhanggui_up": ("1 if database and worker are well", int(vitals.ok)),
        "zhanggui_uptime_seconds": ("life of this web process", int(time.time() - STARTED)),
        "zhanggui_web_process": ("process id", os.getpid()),
        "zhanggui_worker_beat_age_seconds": ("since a worker last spoke", vitals.beat_age),
        "zhanggui_deliveries_waiting": ("journal entries not yet handled", vitals.deliveries),
        "zhanggui_jobs_waiting": ("jobs not yet done", vitals.jobs),
        "zhanggui_database_bytes": ("size of the database", vitals.database_bytes),
    }
    for name, (text, value) in numbers.items():
        if value is not None:
            yield f"# HELP {name} {text}"
            yield f"# TYPE {name} gauge"
            yield f"{name} {value}"
    yield f'zhanggui_build_info{{version="{vitals.version}",database="{connection.vendor}"}} 1'

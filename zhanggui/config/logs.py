"""Logs for machines, and errors sent to whoever watches."""

import json
import logging
import queue
import threading
import time
import traceback
import urllib.request
from datetime import UTC, datetime

EVERY = 60.0  # seconds in which one error is sent once
WAITING = 100  # errors that wait to be sent; more are dropped, the log has them


def as_facts(record: logging.LogRecord) -> dict[str, object]:
    """Return what a log record says. No request body, no local variable: no personal data."""
    facts: dict[str, object] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": record.getMessage(),
        "process": record.process,
    }
    if request := getattr(record, "request", None):
        facts["path"] = getattr(request, "path", "")
        facts["method"] = getattr(request, "method", "")
        facts["user_id"] = getattr(getattr(request, "user", None), "pk", None)
    if status := getattr(record, "status_code", None):
        facts["status"] = status
    if record.exc_info and record.exc_info[0]:
        facts["error"] = record.exc_info[0].__name__
        facts["trace"] = "".join(traceback.format_exception(*record.exc_info))
    return facts


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(as_facts(record), ensure_ascii=False, default=str)


class ErrorHook(logging.Handler):
    """Post errors as JSON to ZG_ERROR_HOOK, from a thread, the same one at most once a minute."""

    def __init__(self, url: str = "") -> None:
        super().__init__()
        self.url = url
        self._waiting: queue.Queue[bytes] = queue.Queue(WAITING)
        self._sent: dict[str, float] = {}
        self._thread: threading.Thread | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if not self.url or self._is_repeat(record):
            return
        try:
            self._waiting.put_nowait(json.dumps(as_facts(record), default=str).encode())
        except queue.Full:
            return
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._send, daemon=True, name="error-hook")
            self._thread.start()

    def _is_repeat(self, record: logging.LogRecord) -> bool:
        key, now = f"{record.pathname}:{record.lineno}:{record.msg}", time.monotonic()
        if now - self._sent.get(key, -EVERY) < EVERY:
            return True
        self._sent = {k: at for k, at in self._sent.items() if now - at < EVERY} | {key: now}
        return False

    def _send(self) -> None:
        while True:
            body = self._waiting.get()
            request = urllib.request.Request(  # noqa: S310 - the operator's own address
                self.url, body, {"Content-Type": "application/json"}
            )
            try:
                with urllib.request.urlopen(request, timeout=10):  # noqa: S310
                    pass
            except OSError:
                pass  # the log has it; a hook that is down must not hurt the product
            finally:
                self._waiting.task_done()

"""What /ui/ shows: every component with its states, on made-up rows that need no database."""

from typing import Any

from django.http import HttpRequest

from zhanggui.core.shown import TONES


def specimen(request: HttpRequest) -> dict[str, Any]:
    return {"tones": TONES, "path": request.path}


def specimen_progress(request: HttpRequest) -> dict[str, Any]:
    return {"progress": {"percent": 40, "text": request.path}}

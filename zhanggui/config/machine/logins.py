"""One login per position, for whoever has just started the demo company."""

import json
from pathlib import Path

from django.conf import settings

from zhanggui.config.machine.say import plain


def show() -> None:
    """Print the demo company's logins, if it is loaded.

    The demo command leaves them in `demo-logins.json` of the home folder: a list of
    {"position", "username", "password"}.
    """
    file = Path(settings.HOME_DIR) / "demo-logins.json"
    if not file.exists():
        return
    plain()
    for entry in json.loads(file.read_text(encoding="utf-8")):
        plain(f"    {entry['username']:<22}{entry['password']:<20}{entry['position']}")
    plain()

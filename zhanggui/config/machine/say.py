"""What the command line says: progress with the time it took, and one clear sentence for trouble.

Standard library only: the bootstrap imports this before anything is installed.
"""

import os
import sys
import time
from typing import TextIO

# A command that goes on in another process (from the checkout into its environment) counts on.
STARTED = float(os.environ.get("ZG_STARTED_AT") or time.time())


class Trouble(Exception):  # noqa: N818 - it is not an error of ours, it is the user's day
    """Something the user can mend: said in Chinese and English, without a traceback."""

    def __init__(self, chinese: str, english: str, *commands: str) -> None:
        """Hold both sentences and, where there is one, the exact command that mends it."""
        super().__init__(english)
        self.chinese = chinese
        self.english = english
        self.commands = commands

    def text(self) -> str:
        lines = ["", f"  {self.chinese}", f"  {self.english}"]
        lines += [f"      {command}" for command in self.commands]
        return "\n".join([*lines, ""])


def say(message: str, stream: TextIO | None = None) -> None:
    """Print one progress line with the seconds since the start."""
    elapsed = time.time() - STARTED
    print(f"[{elapsed:6.1f}s] {message}", file=stream or sys.stdout, flush=True)


def plain(message: str = "") -> None:
    """Print a line that is not progress."""
    print(message, flush=True)  # noqa: T201

"""One process tree: the web process and the worker under one parent that ends them cleanly."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field

from zhanggui.config.machine.say import say

GRACE = 12.0  # seconds a child may take to finish its request or job
BACKOFF = (1.0, 2.0, 5.0, 15.0, 30.0)  # seconds before a dead worker is started again
STEADY = 60.0  # after so many seconds of life its failures are forgotten
PR_SET_PDEATHSIG = 1
CHILD = "ZG_CHILD"  # set in the environment of a process that is part of a tree


def end_with_parent() -> None:
    """Ask Linux to end this process, if a tree started it, when the parent dies by `kill -9`.

    Elsewhere an orphan keeps the port and the next start says so.
    """
    if sys.platform == "linux" and os.environ.pop(CHILD, ""):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One process of the tree."""

    name: str
    arguments: list[str]
    vital: bool  # its end is the end of the tree; others are started again
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    again_at: float = 0.0

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own modules
            [sys.executable, "-m", "zhanggui.config.cli", *self.arguments],
            env=os.environ | {CHILD: "1"},
            stdin=subprocess.PIPE,
            # Ctrl-C reaches the parent alone, which then ends each child in order.
            start_new_session=True,
        )

    def go(self) -> None:
        """Start, or tell a child that has loaded in advance to begin."""
        if self.process is None:
            self.start()
        if self.process and self.process.stdin:
            with contextlib.suppress(OSError):
                self.process.stdin.write(b"go\n")
                self.process.stdin.close()

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None


@dataclass
class Tree:
    """The children of one start."""

    children: list[Child]
    stopping: bool = field(default=False)

    def start(self) -> None:
        for wanted in (signal.SIGTERM, signal.SIGINT):
            signal.signal(wanted, self._asked_to_stop)
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, self._asked_to_stop)
        for child in self.children:
            child.go()

    def _asked_to_stop(self, _number: int, _frame: object) -> None:
        self.stopping = True

    def watch(self) -> int:
        """Stay until asked to stop or until a vital child ends; return the exit code."""
        while not self.stopping:
            for child in self.children:
                if child.running():
                    continue
                if child.vital:
                    self.stop()
                    return 1
                self.revive(child)
            time.sleep(0.2)
        self.stop()
        return 0

    def revive(self, child: Child) -> None:
        """Start a dead worker again, later each time it dies young."""
        now = time.monotonic()
        if not child.again_at:
            child.failures = 0 if now - child.started > STEADY else child.failures + 1
            wait = BACKOFF[min(child.failures, len(BACKOFF)) - 1] if child.failures else 0.0
            child.again_at = now + wait
            say(f"{child.name} 意外退出，{wait:.0f} 秒后重启 / ended, starts again in {wait:.0f} s")
        elif now >= child.again_at:
            child.again_at = 0.0
            child.process = None
            child.go()

    def stop(self) -> None:
        """End the children: ask, wait, insist."""
        self.stopping = True
        alive = [child.process for child in self.children if child.process and child.running()]
        for process in alive:
            process.terminate()
        deadline = time.monotonic() + GRACE
        for process in alive:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

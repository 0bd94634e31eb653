"""From a command's name to what does it. Heavy parts are imported only by the command in need."""

import argparse
import importlib
import sys
from collections.abc import Callable
from contextlib import redirect_stdout

from zhanggui.config.machine import commands

# Each module has `perform(options) -> int`.
MODULES = {
    "up": "zhanggui.config.machine.up",
    "web": "zhanggui.config.machine.web",
    "doctor": "zhanggui.config.machine.doctor",
    "backup": "zhanggui.config.machine.backup",
    "restore": "zhanggui.config.machine.restore",
    "createuser": "zhanggui.config.machine.createuser",
}
NEED_TABLES = {"demo", "duties", "shell"}


def perform(command: str, options: argparse.Namespace, rest: list[str]) -> int:
    """Run a command by its module, or by the management command that does it."""
    if command in MODULES:
        if command not in {"up", "web"}:  # these two set Django up side by side
            importlib.import_module("django").setup()
        run: Callable[[argparse.Namespace], int] = importlib.import_module(MODULES[command]).perform
        return run(options)
    if command in NEED_TABLES:
        make_ready()
    return manage(managed(command), *rest)


def make_ready() -> None:
    """Make the tables of a house that was never up; what a program reads on stdout stays clean."""
    importlib.import_module("django").setup()
    ready = importlib.import_module("zhanggui.config.machine.ready")
    with redirect_stdout(sys.stderr):
        ready.ensure_tables()
        ready.ensure_handbook()


def managed(command: str) -> str:
    """Name the management command behind a command."""
    names = {entry.name: entry.managed_by for entry in commands.available()}
    return names.get(command) or command


def manage(*arguments: str) -> int:
    """Run a management command as its own command line would."""
    management = importlib.import_module("django.core.management")
    management.execute_from_command_line(["zhanggui", *arguments])
    return 0

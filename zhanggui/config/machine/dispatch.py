"""From a command's name to what does it. Heavy parts are imported only by the command in need."""

import argparse
import importlib
from collections.abc import Callable

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


def perform(command: str, options: argparse.Namespace, rest: list[str]) -> int:
    """Run a command by its module, or by the management command that does it."""
    if command in MODULES:
        if command not in {"up", "web"}:  # these two set Django up side by side
            importlib.import_module("django").setup()
        run: Callable[[argparse.Namespace], int] = importlib.import_module(MODULES[command]).perform
        return run(options)
    return manage(managed(command), *rest)


def managed(command: str) -> str:
    """Name the management command behind a command."""
    names = {entry.name: entry.managed_by for entry in commands.available()}
    return names.get(command) or command


def manage(*arguments: str) -> int:
    """Run a management command as its own command line would."""
    management = importlib.import_module("django.core.management")
    management.execute_from_command_line(["zhanggui", *arguments])
    return 0

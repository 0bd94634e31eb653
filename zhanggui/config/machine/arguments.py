"""The options of each command."""

import argparse
import os
from collections.abc import Callable, Sequence

from zhanggui.config.machine import commands

SIZES = ("small", "normal", "large")


def program() -> str:
    return os.environ.get("ZG_COMMAND", "zhanggui")


def parse(arguments: Sequence[str]) -> tuple[str, argparse.Namespace, list[str]]:
    """Read the command line into the command, its options, and what it passes on."""
    parser = argparse.ArgumentParser(prog=program())
    choices = parser.add_subparsers(dest="command", required=True, metavar="command")
    for command in commands.available():
        line = f"{command.chinese} / {command.english}"
        sub = choices.add_parser(command.name, help=line, description=line)
        if command.name in OPTIONS:
            OPTIONS[command.name](sub)
    # The child of `up`: not for people.
    web(choices.add_parser("web"))
    options, rest = parser.parse_known_args(arguments)
    if rest and options.command not in PASS_ON:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    return options.command, options, rest


def up(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="首页打开后停止 / stop once it serves")
    parser.add_argument("--port", type=int, default=int(os.environ.get("ZG_PORT") or 8000))
    parser.add_argument("--host", default=os.environ.get("ZG_HOST") or "127.0.0.1")
    parser.add_argument("--no-demo", action="store_true", help="不装示范公司 / no demo company")


def web(parser: argparse.ArgumentParser) -> None:
    up(parser)
    parser.add_argument("--wait", action="store_true", help="load, then serve at a line on stdin")


def backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", help="写到哪里 / where to write it")
    parser.add_argument("--key-file", help="口令文件 / file with the passphrase")


def restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="备份文件 / the backup")
    parser.add_argument("--key-file", help="口令文件 / file with the passphrase")
    parser.add_argument("--yes", action="store_true", help="不再询问 / do not ask")


def createuser(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username")
    parser.add_argument("--name", default="", help="姓名 / full name")
    parser.add_argument(
        "--position", action="append", default=[], help="岗位代码，可多次 / code, may be repeated"
    )


def doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")


# Their own management commands know their options.
PASS_ON = {"demo", "duties", "worker", "shell"}
OPTIONS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "up": up,
    "backup": backup,
    "restore": restore,
    "createuser": createuser,
    "doctor": doctor,
}

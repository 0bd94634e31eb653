"""Which command does what, and what must be ready before it."""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tools.zg import prepare
from tools.zg.bench import bench
from tools.zg.locks import make_locks
from tools.zg.paths import PYTHON, ROOT
from tools.zg.testing.command import lint, test
from tools.zg.tour import can_tour, tour
from zhanggui.config.machine import commands, troubles
from zhanggui.config.machine.say import STARTED, Trouble, plain


@dataclass(frozen=True)
class Command:
    """One command of the checkout."""

    name: str
    run: Callable[[Sequence[str]], int]
    chinese: str
    english: str
    exists: Callable[[], bool] = lambda: True


def lock(_arguments: Sequence[str]) -> int:
    """Make the lock files again."""
    make_locks()
    return 0


OWN = (
    Command("test", test, "安装所需并跑通全部测试", "set up and pass every test"),
    Command("lint", lint, "只跑静态检查", "static checks only"),
    Command("lock", lock, "重新生成锁定文件", "make the lock files again"),
    Command(
        "tour",
        tour,
        "用浏览器走遍各岗位的页面",
        "walk every page in a browser",
        exists=can_tour,
    ),
    Command(
        "bench",
        bench,
        "性能基准，每行一个 JSON",
        "benchmarks, one JSON object a line",
        exists=(ROOT / "bench" / "__main__.py").exists,
    ),
)


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; known trouble becomes a sentence."""
    try:
        return dispatch(arguments)
    except Trouble as trouble:
        print(trouble.text(), file=sys.stderr)
    except OSError as error:
        known = troubles.from_os_error(error)
        if known is None:
            raise
        print(known.text(), file=sys.stderr)
    except KeyboardInterrupt:
        plain("\n已停止 / stopped")
        return 130
    return 1


def dispatch(arguments: Sequence[str]) -> int:
    own = {command.name: command for command in OWN if command.exists()}
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        return show_help(own)
    name = arguments[0]
    if name in own:
        return own[name].run(arguments[1:])
    if name not in {command.name for command in commands.available()}:
        show_help(own)
        raise Trouble(f"没有这个命令：{name}", f"There is no such command: {name}")
    if {"-h", "--help"}.isdisjoint(arguments) or not PYTHON.exists():
        prepare.for_product()
    return hand_over(arguments)


def show_help(own: dict[str, Command]) -> int:
    plain("./zg <命令 command>\n")
    for name, chinese, english in [
        *((c.name, c.chinese, c.english) for c in commands.available()),
        *((c.name, c.chinese, c.english) for c in own.values()),
    ]:
        plain(f"  {name:<12}{chinese} / {english}")
    return 0


def hand_over(arguments: Sequence[str]) -> int:
    """Become the product's own command line, in the environment just made ready."""
    env = os.environ | {"ZG_COMMAND": "./zg", "PYTHONPATH": str(ROOT)}
    env["ZG_STARTED_AT"] = str(STARTED)
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), "-m", "zhanggui.config.cli", *arguments], env)  # noqa: S606

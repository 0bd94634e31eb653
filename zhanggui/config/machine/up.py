"""`up`: one command from an installation to a running product."""

import argparse
import importlib
import os
import shutil
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from django.conf import settings

from zhanggui.config.machine import commands, ready, troubles
from zhanggui.config.machine.arguments import program
from zhanggui.config.machine.filelock import FileLock, HeldError
from zhanggui.config.machine.say import Trouble, plain, say
from zhanggui.config.machine.tree import Child, Tree

ROOM_NEEDED = 200 * 1024 * 1024  # bytes: a database's growth and its write-ahead log
PATIENCE = 90.0  # seconds for the first page


def perform(options: argparse.Namespace) -> int:
    """Run the product until Ctrl-C; with --check until its first page is served.

    :raises Trouble: if the port, the disk, the database or another start is in the way
    """
    home = Path(settings.HOME_DIR)
    if shutil.disk_usage(home).free < ROOM_NEEDED:
        raise troubles.disk_full(str(home))
    address = f"http://{options.host}:{options.port}/"
    try:
        with FileLock(home / "serving.lock", note=f"pid {os.getpid()} {address}"):
            return run(options, address)
    except HeldError as held:
        raise Trouble(
            f"掌柜已经在运行（{held.note}）。先停掉它，或设置 ZG_HOME 另开一套数据。",
            f"It is running already ({held.note}). Stop it first, or set ZG_HOME for a second one.",
        ) from held


def run(options: argparse.Namespace, address: str) -> int:
    require_free_port(options.host, options.port)
    # Before the tree takes signals over, being told to stop still ends what has started.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    tree = Tree(children(options))
    tree.children[0].start()
    try:
        ready.set_up_django()
        ready.ensure_tables()
        ready.ensure_handbook()
        if not options.no_demo:
            ready.ensure_demo()
        ready.ensure_static()
        tree.start()
        wait_for_page(tree, address)
        say(f"就绪 / ready: {address}")
        if options.check:
            return 0
        importlib.import_module("zhanggui.config.machine.logins").show()
        plain("按 Ctrl-C 停止 / Ctrl-C stops it")
        code = tree.watch()
    finally:
        tree.stop()
    say("已停止 / stopped")
    return code


def children(options: argparse.Namespace) -> list[Child]:
    """List the processes of a start: web, and a worker that runs jobs and schedules."""
    web = ["web", "--wait", "--host", options.host, "--port", str(options.port)]
    tree = [Child("web", web, vital=True)]
    if commands.has_management_command("run_worker"):
        tree.append(Child("worker", ["worker"], vital=False))
    return tree


def require_free_port(host: str, port: int) -> None:
    """Try the port before anything is started.

    :raises Trouble: if it is taken, with the command for another one
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Trouble(
                f"端口 {port} 用不了（{error.strerror}）。换一个端口：",
                f"Port {port} cannot be used ({error.strerror}). Take another one:",
                f"{program()} up --port {port + 1}",
            ) from error


def wait_for_page(tree: Tree, address: str) -> None:
    """Ask for the first page until it comes.

    :raises Trouble: if the web process ends or stays silent
    """
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and not tree.stopping:
        if not tree.children[0].running():
            break
        if page_comes(address):
            return
        time.sleep(0.1)
    if not tree.stopping:
        raise Trouble(
            "网页进程没有启动成功，原因见上面几行。",
            "The web process did not start; the lines above say why.",
            f"{program()} doctor",
        )


def page_comes(address: str) -> bool:
    """Say whether the first page is served.

    :raises Trouble: if the server answers, but with a fault
    """
    try:
        with urllib.request.urlopen(address, timeout=30) as page:  # noqa: S310 - our own http
            page.read()
    except urllib.error.HTTPError as error:
        raise Trouble(
            f"首页出错（{error.code}），原因见上面几行。",
            f"The first page failed ({error.code}); the lines above say why.",
            f"{program()} doctor",
        ) from error
    except OSError:
        return False
    return True

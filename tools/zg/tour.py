"""`./zg tour`: run the product with its demo company in a home of its own, and walk through it."""

import contextlib
import os
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.zg import prepare
from tools.zg.paths import PYTHON, ROOT, VAR
from tools.zg.testing import packages
from tools.zg.testing.servers import free_port
from zhanggui.config.machine import commands
from zhanggui.config.machine.say import Trouble, say
from zhanggui.config.machine.stamps import digest

PATIENCE = 240.0  # seconds for a first start with the demo company


def can_tour() -> bool:
    return commands.has_management_command("load_demo")


def tour(arguments: Sequence[str]) -> int:
    """Walk the pages; return 0 if no page had a fault."""
    prepare.for_tests()
    if packages.provide(["chromium", "fonts"]):
        raise Trouble("没有浏览器，无法巡览。", "There is no browser to walk with.")
    walker = [str(PYTHON), "-m", "tools.tour"]
    if {"-h", "--help"} & set(arguments):
        return subprocess.run([*walker, "-h"], cwd=ROOT, check=False).returncode
    if os.environ.get("ZG_TEST_FULL"):
        walker.append("--full")
    with demo_house() as address:
        return subprocess.run([*walker, address, *arguments], cwd=ROOT, check=False).returncode


@contextlib.contextmanager
def demo_house() -> Iterator[str]:
    """Run the demo company on a free port until the walk is over; yield its address."""
    address = f"http://127.0.0.1:{(port := free_port())}"
    env = {name: value for name, value in os.environ.items() if not name.startswith("ZG_")}
    env |= {"ZG_HOME": str(house_folder()), "PYTHONPATH": str(ROOT), "ZG_COMMAND": "./zg"}
    command = [str(PYTHON), "-m", "zhanggui.config.cli", "up", "--port", str(port)]
    say("启动示范公司 / starting the demo company")
    with subprocess.Popen(command, cwd=ROOT, env=env) as house:
        try:
            wait_for(address, house)
            yield address
        finally:
            house.terminate()


def house_folder() -> Path:
    """Return the demo's home: kept for the next walk, until its tables or its story change."""
    package = ROOT / "zhanggui"
    inputs = [*package.rglob("migrations/*.py"), *package.glob("desk/demo/*.py")]
    folder = VAR / "tour" / f"house-{digest(sorted(inputs))[:8]}"
    for old in folder.parent.glob("house-*"):
        if old != folder:
            shutil.rmtree(old)
    return folder


def wait_for(address: str, house: subprocess.Popen[bytes]) -> None:
    """Wait for the first page.

    :raises Trouble: if the product ends or stays silent
    """
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and house.poll() is None:
        page = f"{address}/accounts/login/"
        with contextlib.suppress(OSError), urllib.request.urlopen(page, timeout=9):  # noqa: S310
            return
        time.sleep(0.3)
    raise Trouble("示范公司没有启动成功。", "The demo company did not start.", "./zg up")

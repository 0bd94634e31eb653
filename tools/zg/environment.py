"""The virtual environment: made once, filled from the hash-locked list, by uv if it is there."""

import os
import re
import shutil
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

from tools.zg.paths import PYTHON, REQUIREMENTS, ROOT, VENV
from tools.zg.run import Progress, run
from zhanggui.config.machine import troubles
from zhanggui.config.machine.say import Trouble, say
from zhanggui.config.machine.stamps import Stamp, digest

ROOM_NEEDED = 900 * 1024 * 1024  # bytes: the environment, its downloads and a first database


def find_uv() -> str | None:
    return None if os.environ.get("ZG_NO_UV") else shutil.which("uv")


def ensure_environment(lock: str) -> None:
    """Make .venv hold everything of requirements/<lock>.lock.

    :raises Trouble: if venv support, room or the registry is missing, or a hash differs
    """
    file = REQUIREMENTS / f"{lock}.lock"
    if PYTHON.exists() and made(lock).holds():
        return
    if shutil.disk_usage(ROOT).free < ROOM_NEEDED:
        raise troubles.disk_full(str(ROOT))
    if not PYTHON.exists():
        say("建立虚拟环境 / making the virtual environment")
        make_venv(VENV)
    tool = "uv" if find_uv() else "pip"
    count = len(re.findall(r"^[A-Za-z0-9]", file.read_text(encoding="utf-8"), re.MULTILINE))
    say(f"安装 {count} 个依赖（{tool}，哈希锁定）/ installing {count} locked packages with {tool}")
    flags = ["--require-hashes", "--only-binary", ":all:", "-r", str(file)]
    pip_install(PYTHON, flags, step=f"{tool} install", progress=counter(count))
    made(lock).write()


def made(lock: str) -> Stamp:
    """Return the stamp of a lock in this environment; its own Python counts, not the caller's."""
    inputs = [REQUIREMENTS / f"{lock}.lock", VENV / "pyvenv.cfg"]
    return Stamp(VENV / f".zg-{lock}", digest(inputs))


def make_venv(place: Path) -> None:
    """Make a virtual environment with uv or the standard library.

    :raises Trouble: naming the package to install, where Python came without venv support
    """
    uv = find_uv()
    if uv:
        run([uv, "venv", "-q", "--clear", "--python", sys.executable, place], step="uv venv")
        return
    require_venv_support()
    venv.create(place, with_pip=True, clear=True)


def require_venv_support() -> None:
    """Debian and Ubuntu ship python3 without ensurepip.

    :raises Trouble: with the exact command
    """
    try:
        import ensurepip  # noqa: F401, PLC0415 - its absence is the question
    except ImportError as error:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise Trouble(
            "这个 Python 缺少 venv 支持，请先运行下面一行，再运行 ./zg up：",
            "This Python lacks venv support. Run the line below, then ./zg up again:",
            f"sudo apt install -y python{version}-venv",
        ) from error


def pip_install(
    python: Path, arguments: Sequence[str], *, step: str, progress: Progress | None = None
) -> None:
    """Install into the environment of that python, by uv or pip."""
    uv = find_uv()
    if uv:
        # Its own certificate list knows nothing of a company's or a mirror's authority.
        command = [uv, "--system-certs", "pip", "install", "--python", str(python)]
    else:
        command = [str(python), "-m", "pip", "install", "--disable-pip-version-check"]
        command += ["--no-input", "--retries", "2"]
    # What lies on the caller's PYTHONPATH must not count as installed.
    run([*command, *arguments], step=step, progress=progress, env={"PYTHONPATH": ""})


def counter(total: int) -> Progress:
    """Count the packages pip names as it goes."""
    seen: set[str] = set()

    def read(line: str) -> str | None:
        found = re.match(r"\s*Collecting ([A-Za-z0-9._-]+)", line)
        if found:
            seen.add(found[1])
        return f"{len(seen)}/{total}" if seen else None

    return read

"""What the tests need of the machine, and how to get it."""

import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from tools.zg.run import run
from zhanggui.config.machine.say import Trouble, say


def find_chromium() -> str | None:
    """Find a Chromium or Chrome of the machine."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    for name in names:
        if found := shutil.which(name):
            return found
    mac = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    return str(mac) if mac.exists() else None


def find_postgres() -> Path | None:
    """Find the folder of initdb: Debian keeps it off the PATH."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if found := shutil.which("initdb"):
        folders.insert(0, Path(found).resolve().parent)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def find_redis() -> str | None:
    return shutil.which("redis-server") or shutil.which("valkey-server")


def has_chinese_font() -> bool:
    """Ask fontconfig; without it look where Debian puts the font."""
    if lister := shutil.which("fc-list"):
        listed = subprocess.run([lister, ":lang=zh"], capture_output=True, text=True, check=False)
        return bool(listed.stdout.strip())
    return sys.platform == "darwin" or Path("/usr/share/fonts/opentype/noto").exists()


def has_pango() -> bool:
    return all(ctypes.util.find_library(name) for name in ("pango-1.0", "pangoft2-1.0"))


@dataclass(frozen=True)
class Need:
    """Something of the machine: how to see it, and the Debian packages that bring it."""

    there: Callable[[], bool]
    packages: tuple[str, ...]
    why: str


NEEDS = {
    "chromium": Need(lambda: bool(find_chromium()), ("chromium",), "the browser tests"),
    "fonts": Need(has_chinese_font, ("fonts-noto-cjk",), "Chinese in pictures of pages"),
    "postgresql": Need(lambda: bool(find_postgres()), ("postgresql",), "the second pass"),
    "redis": Need(lambda: bool(shutil.which("redis-server")), ("redis-server",), "the second pass"),
    "pango": Need(has_pango, ("libpango-1.0-0", "libpangoft2-1.0-0"), "PDF files"),
}


def missing(names: Iterable[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if not NEEDS[name].there()]


def provide(names: Iterable[str]) -> list[str]:
    """Install what is missing where apt can; return what is still missing, saying why.

    :raises Trouble: in CI, where nothing may be skipped
    """
    lacking = missing(names)
    if not lacking:
        return []
    packages = [package for name in lacking for package in NEEDS[name].packages]
    apt = apt_command()
    if apt:
        for name in lacking:
            say(f"安装 / installing {' '.join(NEEDS[name].packages)} ({NEEDS[name].why})")
        try:
            install(apt, packages)
        except Trouble as trouble:
            print(trouble.text())
    lacking = missing(lacking)
    if lacking and os.environ.get("CI") == "true":
        words = " ".join(lacking)
        raise Trouble(
            f"CI 中不允许跳过，但缺少：{words}",
            f"Nothing is skipped in CI, but these are missing: {words}",
            f"sudo apt-get install -y {' '.join(packages)}",
        )
    return lacking


def apt_command() -> list[str] | None:
    """Return how to run apt-get here: as root, by sudo, or not at all."""
    apt = shutil.which("apt-get")
    if apt is None:
        return None
    if os.geteuid() == 0:
        return [apt]
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    silent = subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0
    return [sudo, apt] if silent or sys.stdin.isatty() else None


def install(apt: list[str], packages: list[str]) -> None:
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    flags = ["-y", "-q", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120"]
    if not any(Path("/var/lib/apt/lists").glob("*_Packages*")):
        run([*apt, "update", "-q"], step="apt update", env=quiet)
    try:
        run([*apt, "install", *flags, *packages], step="apt", env=quiet)
    except Trouble:
        # The lists may be older than the archive.
        run([*apt, "update", "-q"], step="apt update", env=quiet)
        run([*apt, "install", *flags, *packages], step="apt", env=quiet)

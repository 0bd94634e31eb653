"""Run a tool quietly: output to a log, progress to one line, trouble to a sentence."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tools.zg.paths import LOGS, ROOT
from zhanggui.config.machine import troubles
from zhanggui.config.machine.say import Trouble, say

Progress = Callable[[str], str | None]
EVERY = 5.0  # seconds between two lines about the same step


def run(
    command: Sequence[str | Path],
    *,
    step: str,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> str:
    """Run one tool and return its output.

    :param progress: reads one line of output and says what to show for it, or None
    :raises Trouble: if the tool fails, in words for the user, with the end of its own
    """
    lines: list[str] = []
    said = time.monotonic()
    with subprocess.Popen(
        [str(word) for word in command],
        cwd=cwd,
        env=os.environ | dict(env or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            lines.append(line)
            shown = progress(line) if progress else None
            if shown and time.monotonic() - said > EVERY:
                said = time.monotonic()
                say(f"  … {shown}")
    output, code = "".join(lines), process.returncode
    if code:
        log = write_log(step, output)
        raise explain(step, output, log)
    return output


def explain(step: str, output: str, log: Path | None) -> Trouble:
    """Put a failed step into words: a known trouble, else the tool's own last lines."""
    known = troubles.from_output(output)
    last = " / ".join(line.strip() for line in output.strip().splitlines()[-3:])
    where = f"（日志 log: {log}）" if log else ""
    if known:
        return Trouble(f"{step}：{known.chinese}{where}", known.english, *known.commands)
    return Trouble(f"{step} 失败：{last}{where}", f"{step} failed: {last}")


def write_log(step: str, output: str) -> Path | None:
    """Keep the whole output of a failed step; nothing if even that cannot be written."""
    try:
        LOGS.mkdir(parents=True, exist_ok=True)
        log = LOGS / f"{step.split(maxsplit=1)[0]}.log"
        log.write_text(output, encoding="utf-8")
    except OSError:
        return None
    return log

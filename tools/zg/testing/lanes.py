"""Run the phases on as many lanes as there are cores, the long ones first."""

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence

from tools.zg.paths import LOGS, ROOT
from tools.zg.testing.phases import Phase
from tools.zg.testing.report import Result
from zhanggui.config.machine.say import Trouble, say

TAIL = 150  # lines of a failed phase that are shown


def run_all(phases: Sequence[Phase], env: Mapping[str, str], lacking: set[str]) -> list[Result]:
    """Run every phase and return the results in the phases' own order."""
    waiting = sorted(phases, key=lambda phase: -phase.weight)
    done: dict[str, Result] = {}
    taking = threading.Lock()

    def lane() -> None:
        while True:
            with taking:
                if not waiting:
                    return
                phase = waiting.pop(0)
            done[phase.name] = show(one(phase, env, lacking))

    lanes = [threading.Thread(target=lane, daemon=True) for _ in range(lane_count())]
    for thread in lanes:
        thread.start()
    for thread in lanes:
        thread.join()
    return [done[phase.name] for phase in phases]


def lane_count() -> int:
    return max(1, min(4, os.cpu_count() or 1))


def one(phase: Phase, env: Mapping[str, str], lacking: set[str]) -> Result:
    """Run one phase with its servers around it."""
    away = lacking.intersection(phase.needs)
    if away - {"pango", "fonts"}:
        return Result(phase.name, 0, 0.0, "", phase.counts, skipped=f"no {', '.join(away)} here")
    began = time.monotonic()
    try:
        with phase.servers() as settings:
            ended = subprocess.run(
                phase.command,
                cwd=ROOT,
                env=dict(env) | phase.env | settings,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                check=False,
            )
        code, output = ended.returncode, ended.stdout
    except (OSError, Trouble, subprocess.SubprocessError) as error:
        code, output = 1, str(error)
    return Result(phase.name, code, time.monotonic() - began, output, phase.counts)


def show(result: Result) -> Result:
    """Say how a phase ended; for a failure show the end of its output and keep the whole."""
    if result.skipped:
        say(f"- {result.name}: {result.skipped}")
        return result
    mark = "✓" if result.good else "✗"
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"test-{result.name}.log"
    log.write_text(result.output, encoding="utf-8")
    said = f"{mark} {result.name} {result.seconds:.1f} s  {result.closing()}".rstrip()
    if not result.good:
        tail = "\n".join(result.output.splitlines()[-TAIL:])
        said = f"{said}\n{tail}\n  (var/log/{log.name})"
    say(said)
    return result

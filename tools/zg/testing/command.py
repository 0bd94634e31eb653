"""`./zg test` and `./zg lint`."""

import argparse
import subprocess
import time
from collections.abc import Sequence

from tools.zg import prepare
from tools.zg.locks import check_locks
from tools.zg.paths import ROOT
from tools.zg.testing import lanes, packages, phases, report
from zhanggui.config.machine.say import plain, say


def test(arguments: Sequence[str]) -> int:
    """Set up and run the tests, all or those named; return 0 if all is well."""
    parser = argparse.ArgumentParser(
        prog="./zg test",
        description="lint | sqlite | postgres | browser | tour | processes | an app | a path",
    )
    parser.add_argument("what", nargs="*", help="phases, apps or paths; nothing for everything")
    parser.add_argument("--full", action="store_true", help="the whole tour, not the short one")
    options = parser.parse_args(arguments)
    check_locks()
    prepare.for_tests()
    return perform(phases.chosen(options.what), full=options.full)


def lint(arguments: Sequence[str]) -> int:
    """Run the checks that only read the code; with --fix let the tools mend what they can first."""
    parser = argparse.ArgumentParser(prog="./zg lint")
    parser.add_argument("--fix", action="store_true", help="mend what can be mended")
    options = parser.parse_args(arguments)
    check_locks()
    prepare.for_tests()
    if options.fix:
        for phase in phases.mending():
            subprocess.run(phase.command, cwd=ROOT, check=False)
    return perform(phases.static())


def perform(chosen: Sequence[phases.Phase], *, full: bool = False) -> int:
    """Run phases and report; the last line is pytest's closing line for all of them."""
    began = time.monotonic()
    lacking = packages.provide(need for phase in chosen for need in phase.needs)
    env = phases.surroundings(full=full)
    say(f"{len(chosen)} 项 / steps: {', '.join(phase.name for phase in chosen)}")
    left_out = sorted(phases.BY_NAME.difference(phase.name for phase in chosen))
    if left_out:
        say(f"未跑（点名才跑）/ left out, asked for by name: {', '.join(left_out)}")
    results = lanes.run_all(chosen, env, set(lacking))
    plain(f"\n{report.table(results)}")
    for name in lacking:
        need = packages.NEEDS[name]
        plain(f"  缺少 / missing: {' '.join(need.packages)} ({need.why})")
    plain(report.combined(results, time.monotonic() - began))
    return 0 if all(result.good for result in results) else 1

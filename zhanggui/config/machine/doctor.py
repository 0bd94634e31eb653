"""`doctor`: look an installation over and say what is wrong and how to mend it."""

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict

from zhanggui.config.machine import findings
from zhanggui.config.machine.findings import Finding
from zhanggui.config.machine.say import plain

Check = Callable[[], Finding]
CHECKS: tuple[Check, ...] = (
    findings.python,
    findings.packages,
    findings.front_end,
    findings.disk,
    findings.database,
    findings.integrity,
    findings.migrations,
    findings.keys,
    findings.static_files,
    findings.worker,
    findings.redis,
    findings.pdf,
)


def perform(options: argparse.Namespace) -> int:
    """Run every check; return 1 if one found something that must be mended."""
    found = list(examine())
    if options.json:
        plain(json.dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=1))
    else:
        for finding in found:
            plain(finding.text())
    return int(any(finding.state == findings.BAD for finding in found))


def examine() -> Iterator[Finding]:
    """Run each check; one that breaks is a finding itself."""
    for check in CHECKS:
        try:
            yield check()
        except Exception as error:  # noqa: BLE001 - the doctor must not fall ill
            name = check.__name__
            yield Finding(name, findings.BAD, f"检查失败：{error}", f"The check failed: {error}")

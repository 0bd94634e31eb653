"""docs/operations.md lists each setting that the code reads, and no other."""

import re
from pathlib import Path

from zhanggui.config.machine import commands

ROOT = Path(__file__).parents[2]
READ = re.compile(r"""(?:env_\w+\(|environ\.get\(|environ\[)\s*["'](ZG_[A-Z_]+)["']""")
# Set by our own commands for each other, not by people.
INTERNAL = {"ZG_COMMAND", "ZG_STARTED_AT", "ZG_TEST_FULL", "ZG_CHROMIUM"}


def settings_read():
    files = [*(ROOT / "zhanggui").rglob("*.py"), *(ROOT / "tools").rglob("*.py")]
    return {
        name
        for file in files
        if "tests" not in file.parts
        for name in READ.findall(file.read_text(encoding="utf-8"))
    } - INTERNAL


def test_each_setting_has_its_line_and_each_line_its_setting():
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(ZG_[A-Z_]+)` \|", page, re.MULTILINE)

    assert sorted(listed) == sorted(settings_read())


def test_each_command_is_explained():
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")

    for command in commands.COMMANDS:
        assert f"`{command.name}" in page, command.name

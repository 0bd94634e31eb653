"""`./zg` itself: what it needs, what it lists, and its first refusals."""

import ast
import os
import subprocess
import sys
from pathlib import Path

from zhanggui.config.machine import commands

ROOT = Path(__file__).parents[2]


def run(*arguments, **env):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_old_python_can_read_the_script_and_gets_a_sentence():
    source = (ROOT / "zg").read_text()
    ast.parse(source, feature_version=(3, 4))

    pretend = "import sys; sys.version_info = (3, 9, 2); exec(open('zg').read())"
    ended = run("-c", pretend)

    assert ended.returncode == 1
    assert "需要 Python 3.11 或更新版本，现在是 3.9.2" in ended.stderr
    assert "Python 3.11 or newer is needed; this is 3.9.2" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_bootstrap_needs_only_the_standard_library():
    # -S leaves site-packages out, -I the user's own folders and PYTHONPATH.
    ended = run(
        "-I", "-S", "-c", f"import sys; sys.path[:0] = [{str(ROOT)!r}]; import tools.zg.main"
    )

    assert ended.stderr == ""
    assert ended.returncode == 0


def test_the_help_lists_each_command_that_works():
    ended = run("zg")

    listed = {line.split()[0] for line in ended.stdout.splitlines() if line.startswith("  ")}
    assert {"up", "test", "lint", "lock", "doctor", "backup", "restore"} <= listed
    assert listed.isdisjoint(c.name for c in commands.COMMANDS if not c.exists())


def test_an_unknown_command_gets_a_sentence():
    ended = run("zg", "dance")

    assert ended.returncode == 1
    assert "没有这个命令：dance" in ended.stderr
    assert "There is no such command: dance" in ended.stderr


def test_the_ci_calls_the_same_test_command():
    assert "exec ./zg test" in (ROOT / ".ci" / "run").read_text()
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert os.access(ROOT / "zg", os.X_OK)

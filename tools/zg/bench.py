"""`./zg bench`: hand over to the benchmarks, whose lines must stay clean JSON."""

import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout

from tools.zg import prepare
from tools.zg.paths import PYTHON, ROOT


def bench(arguments: Sequence[str]) -> int:
    with redirect_stdout(sys.stderr):
        prepare.for_tests()
    return subprocess.run([PYTHON, "-m", "bench", *arguments], cwd=ROOT, check=False).returncode

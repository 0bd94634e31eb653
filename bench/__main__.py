"""`python -m bench [w1 w4 …] [--quick] [--postgres URL]`: the workloads of docs/performance.md.

Each prints one JSON object a line: {"measure", "value", "unit", "floor", "ratio"}; the floor is the
same rows by bare SQL, measured in the same run. What peers reach is printed beside it.
Each workload runs in a process of its own, on a new database.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

WORKLOADS = ("w1", "w4")
ROOT = Path(__file__).parents[1]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("workloads", nargs="*", choices=[*WORKLOADS, []], default=WORKLOADS)
    parser.add_argument("--quick", action="store_true", help="a tenth of the rows")
    parser.add_argument(
        "--postgres",
        default=os.environ.get("ZG_BENCH_POSTGRES", ""),
        metavar="URL",
        help="an empty database of a PostgreSQL server, to run the workloads on as well",
    )
    return parser.parse_args()


def run(workload: str, *, quick: bool, url: str) -> int:
    """Run one workload in a process of its own, with a home of its own."""
    with tempfile.TemporaryDirectory(prefix="zg-bench-") as home:
        environment = os.environ | {
            "ZG_HOME": home,
            "ZG_DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "bench.settings",
        }
        command = [sys.executable, "-m", f"bench.{workload}", *(["--quick"] if quick else [])]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def main() -> int:
    given = arguments()
    urls = ["", *([given.postgres] if given.postgres else [])]
    codes = [
        run(workload, quick=given.quick, url=url)
        for workload in given.workloads or WORKLOADS
        for url in urls
    ]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())

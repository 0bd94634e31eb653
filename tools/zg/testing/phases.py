"""The steps of `./zg test`, in the order a reader would run them by hand."""

import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from tools.zg.paths import PYTHON, ROOT, VAR, in_venv
from tools.zg.testing import packages, servers

Servers = Callable[[], AbstractContextManager[dict[str, str]]]

# A deployment as docs/operations.md describes it, for Django's own deployment check.
DEPLOYED = {
    "ZG_HTTPS": "true",
    "ZG_SECRET_KEY": "not-a-secret-but-as-long-as-a-real-one-" * 2,
    "ZG_ALLOWED_HOSTS": "example.org",
}


WARNINGS = ("--fail-level", "WARNING")
FOR_DJANGO = ("--target-version", "5.2")
# The processes of the first pass that would do nothing else on another database.
OF_NO_DATABASE = [f"tests/bootstrap/test_{name}.py" for name in ("up", "wheel", "install")]


def no_servers() -> AbstractContextManager[dict[str, str]]:
    return nullcontext({})


@dataclass(frozen=True)
class Phase:
    """One command of the run, with what it needs around it."""

    name: str
    command: Sequence[str]
    env: dict[str, str] = field(default_factory=dict)
    counts: bool = False  # its closing line is pytest's
    servers: Servers = no_servers
    needs: tuple[str, ...] = ()  # names of packages.NEEDS
    weight: int = 1  # roughly its seconds on a quiet machine: the longest start first


def mending() -> list[Phase]:
    """Return the tools that mend code, imports and templates in place."""
    return [
        Phase("ruff", [in_venv("ruff"), "check", "--fix", "-q", "."]),
        Phase("format", [in_venv("ruff"), "format", "-q", "."]),
        Phase("djade", [in_venv("djade"), *FOR_DJANGO, *templates()]),
    ]


def templates() -> list[str]:
    return [str(file) for file in sorted((ROOT / "zhanggui").rglob("templates/**/*.html"))]


def static() -> list[Phase]:
    """Return the checks that read the code and do not run it."""
    python = str(PYTHON)
    return [
        Phase("ruff", [in_venv("ruff"), "check", "."]),
        Phase("format", [in_venv("ruff"), "format", "--check", "."]),
        Phase("imports", [in_venv("lint-imports"), "--no-cache"]),
        Phase("mypy", [in_venv("mypy"), "zhanggui", "tools"], weight=30),
        Phase("migrations", [python, "manage.py", "makemigrations", "--check", "--dry-run"]),
        Phase("deploy", [python, "manage.py", "check", "--deploy", *WARNINGS], env=DEPLOYED),
        Phase("translations", [python, "tools/messages.py", "--check"]),
        Phase("djade", [in_venv("djade"), *FOR_DJANGO, "--check", *templates()]),
        Phase("djlint", [in_venv("djlint"), "--lint", "--quiet", "zhanggui"]),
    ]


def dynamic() -> list[Phase]:
    """Return the passes of the test suite."""
    plain = "not browser and not processes"
    return [
        Phase("sqlite", pytest("-m", plain), counts=True, needs=("pango",), weight=120),
        Phase(
            "postgres",
            pytest("-m", "not browser", *(f"--ignore={file}" for file in OF_NO_DATABASE)),
            counts=True,
            servers=servers.postgres_and_redis,
            needs=("postgresql", "redis", "pango"),
            weight=180,
        ),
        Phase(
            "browser",
            pytest("-m", "browser"),
            counts=True,
            needs=("chromium", "fonts", "pango"),
            weight=120,
        ),
        Phase(
            "tour",
            [str(PYTHON), "zg", "tour", "--out", str(VAR / "tour" / "album")],
            needs=("chromium", "fonts"),
            weight=300,
        ),
        Phase("processes", pytest("-m", "processes"), counts=True, weight=150),
    ]


# Passes that are asked for by name, because they have not been seen green as a whole yet:
# ./zg test postgres browser processes tour
BY_NAME = frozenset({"postgres", "browser", "processes", "tour"})


def pytest(*arguments: str) -> list[str]:
    return [str(PYTHON), "-m", "pytest", "-q", "--color=no", *arguments]


def chosen(words: Sequence[str]) -> list[Phase]:
    """Choose phases by name; another word is an app's name or what pytest takes."""
    every = [*static(), *dynamic()]
    if not words:
        return [phase for phase in every if phase.name not in BY_NAME]
    names = {phase.name for phase in every}
    picked = [phase for phase in every if phase.name in words]
    if "lint" in words:
        picked = [*static(), *picked]
    rest = [word for word in words if word not in names | {"lint"}]
    if rest:
        paths = [f"zhanggui/{w}" if (ROOT / "zhanggui" / w).is_dir() else w for w in rest]
        picked.append(Phase("chosen", pytest(*paths), counts=True))
    return picked


def surroundings(*, full: bool) -> dict[str, str]:
    """Return the environment of every phase: no setting of the user's own product leaks in."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ZG_")}
    clean["PYTHONPATH"] = str(ROOT)
    clean["ZG_CHROMIUM"] = packages.find_chromium() or ""
    if full:
        clean["ZG_TEST_FULL"] = "1"
    return clean

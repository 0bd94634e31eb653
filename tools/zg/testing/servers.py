"""A PostgreSQL and a Redis of the tests' own: in a temporary folder, on a private loopback port."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.zg.testing import packages
from zhanggui.config.machine.say import Trouble

PATIENCE = 20.0  # seconds for a server to listen
# Nothing here outlives the run, so nothing needs to reach the disk.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=50")


@contextlib.contextmanager
def postgres_and_redis() -> Iterator[dict[str, str]]:
    """Run both; yield the settings that point the product at them."""
    with contextlib.ExitStack() as stack:
        database = stack.enter_context(postgres())
        cache = stack.enter_context(redis())
        yield {"ZG_DATABASE_URL": database, "ZG_REDIS_URL": cache}


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """Run a fresh PostgreSQL; yield its URL. As root it runs as the user postgres."""
    tools = packages.find_postgres()
    if tools is None:
        raise Trouble("没有 PostgreSQL。", "There is no PostgreSQL here.")
    with tempfile.TemporaryDirectory(prefix="zg-pg-") as folder:
        place, port = Path(folder), free_port()
        if os.geteuid() == 0:
            shutil.chown(place, "postgres", "postgres")
        data = str(place / "data")
        initdb, control = str(tools / "initdb"), str(tools / "pg_ctl")
        flags = ["-U", "zhanggui", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
        as_postgres([initdb, "-D", data, *flags], place)
        options = [f"-c {option}" for option in FAST]
        options += [f"-p {port}", "-c listen_addresses=127.0.0.1", f"-k {place}"]
        log = str(place / "log")
        as_postgres([control, "-D", data, "-w", "-l", log, "-o", " ".join(options), "start"], place)
        try:
            yield f"postgres://zhanggui@127.0.0.1:{port}/postgres"
        finally:
            as_postgres([control, "-D", data, "-m", "immediate", "stop"], place)


def as_postgres(command: list[str], place: Path) -> None:
    """Run one of PostgreSQL's programs, which refuse root: as the user postgres then."""
    become: dict[str, Any] = {}
    if os.geteuid() == 0:
        become = {"user": "postgres", "group": "postgres", "extra_groups": []}
    # The output must not be a pipe: a server that starts keeps it open for as long as it lives.
    subprocess.run(command, cwd=place, stdout=subprocess.DEVNULL, check=True, **become)


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """Run a Redis that keeps nothing; yield its URL."""
    port = free_port()
    server = packages.find_redis() or "redis-server"
    command = [server, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    process = subprocess.Popen([*command, "--appendonly", "no"], stdout=subprocess.DEVNULL)
    try:
        wait_for_port(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int) -> None:
    """Wait until somebody listens.

    :raises TimeoutError: if nobody does in time
    """
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port}")

"""`backup`: the database and the files, in one encrypted archive, while the product runs."""

import argparse
import io
import json
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection, transaction
from django.utils import timezone

from zhanggui import __version__
from zhanggui.config.machine.passphrase import read_passphrase
from zhanggui.config.machine.say import Trouble, plain, say
from zhanggui.config.machine.sealed import SealedWriter
from zhanggui.config.machine.totals import (
    ROWS,
    Totals,
    in_django,
    in_file,
    read_totals,
    whole_numbers,
)

MANIFEST, DATABASE = "manifest.json", "database"


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    version: str
    vendor: str
    taken_at: str
    totals: Totals

    @property
    def rows(self) -> int:
        return sum(numbers[ROWS] for numbers in self.totals.values())

    def as_bytes(self) -> bytes:
        return json.dumps(asdict(self), indent=1).encode()


def perform(options: argparse.Namespace) -> int:
    """Write the backup and say what it holds and what it does not."""
    phrase = read_passphrase(options.key_file, twice=True)
    target = Path(options.file) if options.file else default_target()
    manifest = write_backup(target, phrase)
    rows = manifest.rows
    size = target.stat().st_size / 1e6
    say(f"备份完成 / backed up: {target} ({size:.1f} MB, {rows:,} 行 rows)")
    plain(
        f"\n  密钥不在备份里。请把 {settings.FIELD_KEYS_DIR} 另外存放：没有它，电话和地址无法解密。"
        f"\n  The keys are not in it. Keep {settings.FIELD_KEYS_DIR} elsewhere: without them"
        "\n  phones and addresses cannot be read.\n"
    )
    return 0


def default_target() -> Path:
    folder = Path(settings.HOME_DIR) / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"zhanggui-{timezone.localtime():%Y%m%d-%H%M%S}.zgb"


def write_backup(target: Path, phrase: str) -> Manifest:
    """Write one archive, whole or not at all, and return its manifest."""
    draft = target.with_name(f"{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=settings.HOME_DIR, prefix="backup-") as folder:
            dump = Path(folder) / DATABASE
            manifest = dump_database(dump)
            with draft.open("wb") as file, SealedWriter(file, phrase) as sealed:
                pack(sealed, manifest, dump)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    draft.replace(target)
    return manifest


def pack(sealed: io.RawIOBase, manifest: Manifest, dump: Path) -> None:
    with tarfile.open(fileobj=sealed, mode="w|gz") as archive:
        head, body = tarfile.TarInfo(MANIFEST), manifest.as_bytes()
        head.size = len(body)
        archive.addfile(head, io.BytesIO(body))
        archive.add(dump, DATABASE)
        for name, folder in kept_folders().items():
            if folder.is_dir():
                archive.add(folder, name)


def kept_folders() -> dict[str, Path]:
    """Return the folders of files that belong to the data, by their name in a backup."""
    private = cast("FileSystemStorage", storages["private"])
    return {"media": Path(settings.MEDIA_ROOT), "private": Path(private.location)}


def dump_database(target: Path) -> Manifest:
    """Copy the database as of one moment, with the totals of that same moment."""
    if connection.vendor == "sqlite":
        totals = dump_sqlite(target)
    else:
        with snapshot() as name:
            totals = read_totals(in_django, whole_numbers())
            dump_postgres(target, name)
    return Manifest(__version__, connection.vendor, timezone.now().isoformat(), totals)


def dump_sqlite(target: Path) -> Totals:
    """Copy by SQLite's own backup, which waits for nobody and is waited for by nobody."""
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        return read_totals(in_file(copy), whole_numbers())


@contextmanager
def snapshot() -> Iterator[str]:
    """Hold one view of a PostgreSQL database that pg_dump can share; yield its name."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def dump_postgres(target: Path, snapshot_name: str) -> None:
    tool = postgres_tool("pg_dump")
    command = [tool, "-Fc", "--no-owner", "--no-privileges", f"--snapshot={snapshot_name}"]
    run_postgres([*command, "-f", str(target)])


def postgres_tool(name: str) -> str:
    """Find a client program of PostgreSQL.

    :raises Trouble: with the package that brings it
    """
    found = shutil.which(name) or next(
        map(str, sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)), None
    )
    if found is None:
        raise Trouble(
            f"缺少 PostgreSQL 客户端程序 {name}：",
            f"PostgreSQL's client program {name} is missing:",
            "sudo apt install -y postgresql-client",
        )
    return found


def run_postgres(command: list[str]) -> None:
    """Run a client program on the product's database; the password stays off the command line.

    :raises Trouble: with the program's own last words
    """
    facts = connection.settings_dict
    names = {"HOST": "-h", "PORT": "-p", "USER": "-U", "NAME": "-d"}
    where = [word for key, flag in names.items() if facts[key] for word in (flag, str(facts[key]))]
    env = {"PGPASSWORD": facts["PASSWORD"], "PATH": "/usr/bin:/bin", "LC_ALL": "C"}
    ended = subprocess.run(  # noqa: S603 - PostgreSQL's own program, no shell
        [*command, *where], env=env, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        last = ended.stderr.strip().splitlines()[-1:]
        raise Trouble(f"{Path(command[0]).name} 失败：{last}", f"{command[0]} failed: {last}")

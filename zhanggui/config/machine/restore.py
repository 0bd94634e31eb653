"""`restore`: put a backup in place, and prove by its totals that all of it is there."""

import argparse
import json
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, cast

from django.conf import settings
from django.db import connection
from django.utils import timezone

from zhanggui import __version__
from zhanggui.config.machine import ready
from zhanggui.config.machine.arguments import program
from zhanggui.config.machine.backup import (
    DATABASE,
    MANIFEST,
    Manifest,
    kept_folders,
    postgres_tool,
    run_postgres,
)
from zhanggui.config.machine.filelock import FileLock, HeldError
from zhanggui.config.machine.passphrase import read_passphrase
from zhanggui.config.machine.say import Trouble, say
from zhanggui.config.machine.sealed import CannotOpenError, SealedReader
from zhanggui.config.machine.totals import columns_of, differences, in_django, read_totals


def perform(options: argparse.Namespace) -> int:
    """Restore while nothing runs.

    :raises Trouble: if the product runs, the backup does not open, or does not fit
    """
    if not Path(options.file).is_file():
        raise Trouble(f"没有这个文件：{options.file}", f"There is no such file: {options.file}")
    phrase = read_passphrase(options.key_file, twice=False)
    confirm(yes=options.yes)
    home = Path(settings.HOME_DIR)
    try:
        with FileLock(home / "serving.lock", note="restore"):
            manifest = restore(Path(options.file), phrase)
    except HeldError as held:
        raise Trouble(
            f"请先停止掌柜（{held.note}）再恢复。", f"Stop it first ({held.note}), then restore."
        ) from held
    say(f"恢复完成，{manifest.rows:,} 行全部核对一致 / restored; all {manifest.rows:,} rows add up")
    return 0


def confirm(*, yes: bool) -> None:
    """Ask before the present data are set aside.

    :raises Trouble: if the answer is no, or nobody is there to ask
    """
    if yes:
        return
    question = "现有数据将被替换（旧数据另存）。继续？/ Replace the present data? [y/N] "
    if not sys.stdin.isatty() or input(question).strip().lower() not in {"y", "yes", "是"}:
        raise Trouble("没有恢复。", "Nothing was restored. Use --yes to go on without a question.")


def restore(source: Path, phrase: str) -> Manifest:
    """Unpack, check, put in place, compare.

    :raises Trouble: if the backup does not open or its totals are not met
    """
    home = Path(settings.HOME_DIR)
    with tempfile.TemporaryDirectory(dir=home, prefix="restore-") as folder:
        place = Path(folder)
        unpack(source, phrase, place)
        manifest = read_manifest(place)
        set_aside(home)
        put_database(place / DATABASE)
        for name, kept in kept_folders().items():
            if (place / name).is_dir():
                shutil.move(place / name, kept)
    compare(manifest)
    shutil.rmtree(home / "stamps", ignore_errors=True)
    ready.ensure_tables()
    return manifest


def unpack(source: Path, phrase: str, place: Path) -> None:
    """Open the archive into a folder; the last block proves that it is whole."""
    try:
        with source.open("rb") as file, SealedReader(file, phrase) as sealed:
            stream = cast("IO[bytes]", sealed)
            with tarfile.open(fileobj=stream, mode="r|gz") as archive:
                # Later Pythons warn where none is chosen.
                archive.extraction_filter = getattr(tarfile, "data_filter", None)
                archive.extractall(place, members=ours(archive))  # noqa: S202 - sealed, and checked
            while sealed.read(1024 * 1024):
                pass
    except (CannotOpenError, tarfile.TarError, EOFError) as error:
        raise Trouble(
            f"备份打不开：口令不对或文件损坏（{error}）。",
            f"The backup does not open: {error}.",
        ) from error


def ours(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """Pass on the members that a backup holds: plain files and folders under its own names.

    The `filter` of extractall would do, but came with Python 3.11.4.
    """
    known = {MANIFEST, DATABASE, *kept_folders()}
    for member in archive:
        path = PurePosixPath(member.name)
        inside = path.parts[:1] and path.parts[0] in known and ".." not in path.parts
        if not inside or not (member.isfile() or member.isdir()):
            raise CannotOpenError(f"a strange member: {member.name}")
        yield member


def read_manifest(place: Path) -> Manifest:
    """Read what the backup says of itself.

    :raises Trouble: if it is of another database, or of a newer version
    """
    manifest = Manifest(**json.loads((place / MANIFEST).read_text(encoding="utf-8")))
    if manifest.vendor != connection.vendor:
        raise Trouble(
            f"备份来自 {manifest.vendor}，当前数据库是 {connection.vendor}。",
            f"The backup is of {manifest.vendor}; the database here is {connection.vendor}.",
        )
    if number(manifest.version) > number(__version__):
        raise Trouble(
            f"备份来自更新的版本 {manifest.version}，请先升级。",
            f"The backup is of a newer version, {manifest.version}. Upgrade first.",
        )
    return manifest


def number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def set_aside(home: Path) -> None:
    """Keep the present files: a restore must be able to be undone by hand."""
    aside = home / f"before-restore-{timezone.localtime():%Y%m%d-%H%M%S}"
    aside.mkdir()
    connection.close()
    present = list(kept_folders().values())
    if connection.vendor == "sqlite":
        base = Path(connection.settings_dict["NAME"])
        present += [base, base.with_name(f"{base.name}-wal"), base.with_name(f"{base.name}-shm")]
    for path in present:
        if path.exists():
            shutil.move(path, aside / path.name)


def put_database(dump: Path) -> None:
    if connection.vendor == "sqlite":
        shutil.move(dump, connection.settings_dict["NAME"])
        return
    tool = postgres_tool("pg_restore")
    flags = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction"]
    run_postgres([tool, *flags, str(dump)])


def compare(manifest: Manifest) -> None:
    """Read the same totals again, before a migration of a newer version changes anything.

    :raises Trouble: naming the tables that differ
    """
    there = set(connection.introspection.table_names())
    columns = {t: names for t, names in columns_of(manifest.totals).items() if t in there}
    wrong = differences(manifest.totals, read_totals(in_django, columns))
    if wrong:
        raise Trouble(
            f"恢复后的数目与备份不一致：{wrong}。旧数据在 before-restore-* 目录。",
            f"The totals differ from the backup's: {wrong}. The former data are in "
            "before-restore-*.",
            f"{program()} doctor",
        )

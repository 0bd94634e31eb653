"""The doctor's checks, one function each."""

import ctypes.util
import re
import shutil
import socket
import sys
import urllib.parse
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from zhanggui.config.machine.arguments import program
from zhanggui.config.machine.vitals import BEAT_LIMIT, beat_age

GOOD, NOTE, BAD = "good", "note", "bad"
MARKS = {GOOD: "✓", NOTE: "·", BAD: "✗"}
# A line with a marker may be for another platform; those without are for all.
PINNED = re.compile(r"^([\w.-]+)==(\S+) \\$", re.MULTILINE)
ROOM = 500 * 1024 * 1024  # bytes below which the disk is a worry


@dataclass(frozen=True)
class Finding:
    """What one check saw, and the command that mends it."""

    name: str
    state: str
    chinese: str
    english: str
    mend: str = ""

    def text(self) -> str:
        line = f"{MARKS[self.state]} {self.name:<13} {self.chinese} / {self.english}"
        return f"{line}\n{'':16}→ {self.mend}" if self.mend else line


def python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("python", GOOD, version, sys.executable)


def packages() -> Finding:
    """Compare what is installed with the lock, in a checkout."""
    lock = settings.PACKAGE_DIR.parent / "requirements" / "runtime.lock"
    if not lock.exists():
        return Finding("packages", GOOD, "按安装包", "as the wheel asked")
    wrong = []
    for name, version in PINNED.findall(lock.read_text(encoding="utf-8")):
        try:
            have = metadata.version(name)
        except metadata.PackageNotFoundError:
            have = "—"
        if have != version:
            wrong.append(f"{name} {have} ≠ {version}")
    if wrong:
        words = ", ".join(wrong[:5])
        return Finding(
            "packages", BAD, f"与锁定不符：{words}", "not as locked", "rm -rf .venv && ./zg up"
        )
    return Finding("packages", GOOD, "与锁定一致", "as locked")


def front_end() -> Finding:
    vendor = Path(settings.VENDOR_DIR)
    count = sum(1 for file in vendor.rglob("*") if file.is_file()) if vendor.is_dir() else 0
    if not count:
        mend = f"{program()} up"
        return Finding("front-end", BAD, "前端文件缺失", "front-end files are missing", mend)
    return Finding("front-end", GOOD, f"{count} 个文件", f"{count} files")


def disk() -> Finding:
    """Try to write, and look at the room left."""
    home = Path(settings.HOME_DIR)
    probe = home / ".doctor"
    try:
        probe.write_text("x")
        probe.unlink()
    except OSError as error:
        return Finding("disk", BAD, f"{home} 不可写：{error.strerror}", "not writable")
    free = shutil.disk_usage(home).free
    words = f"{home}: {free / 1e9:.1f} GB"
    if free < ROOM:
        return Finding("disk", BAD, f"空间不足 {words}", "little room left")
    return Finding("disk", GOOD, words, "free")


def database() -> Finding:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        return Finding("database", BAD, f"连不上：{error}", "cannot be reached (ZG_DATABASE_URL)")
    name = connection.settings_dict["NAME"]
    return Finding("database", GOOD, connection.vendor, str(name))


def integrity() -> Finding:
    """Ask SQLite whether its file is sound and every reference is met."""
    if connection.vendor != "sqlite":
        return Finding("integrity", GOOD, "由数据库保证", "the server's own business")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(5)")
        faults = [str(row[0]) for row in cursor.fetchall() if row[0] != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        faults += [f"{table} #{row}" for table, row, *_ in cursor.fetchmany(5)]
    if faults:
        mend = f"{program()} restore FILE"
        return Finding("integrity", BAD, f"数据库损坏：{faults}", "the database is damaged", mend)
    return Finding("integrity", GOOD, "完好", "sound")


def migrations() -> Finding:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        mend = f"{program()} up"
        return Finding("migrations", BAD, f"{len(plan)} 步未执行", f"{len(plan)} to run", mend)
    return Finding("migrations", GOOD, "已是最新", "up to date")


def keys() -> Finding:
    """Look for the field keys and who may read them."""
    folder = Path(settings.FIELD_KEYS_DIR)
    files = sorted(folder.glob("*")) if folder.is_dir() else []
    if not files:
        return Finding("keys", NOTE, f"尚未生成（{folder}）", "not made yet")
    open_to_others = [file.name for file in files if file.stat().st_mode & 0o077]
    if open_to_others:
        mend = f"chmod 600 {folder}/*"
        return Finding("keys", BAD, "密钥文件权限过宽", "others may read the keys", mend)
    names = ", ".join(file.name for file in files)
    return Finding("keys", GOOD, f"{names}（请另存一份）", "keep a copy elsewhere")


def static_files() -> Finding:
    if (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return Finding("static", GOOD, "已整理", "collected")
    return Finding("static", NOTE, "下次启动时整理", "collected at the next start")


def worker() -> Finding:
    age = beat_age()
    if age is None or age > BEAT_LIMIT:
        silent = "从未" if age is None else f"{age:.0f} s"
        mend = f"{program()} up"
        return Finding("worker", NOTE, f"没有后台进程在运行（{silent}）", "no worker runs", mend)
    return Finding("worker", GOOD, f"{age:.0f} s", "since its last beat")


def redis() -> Finding:
    if not settings.REDIS_URL:
        return Finding("redis", GOOD, "未使用", "not used")
    address = urllib.parse.urlsplit(settings.REDIS_URL)
    try:
        with socket.create_connection((address.hostname or "", address.port or 6379), timeout=3):
            return Finding("redis", GOOD, "可连接", "answers")
    except OSError as error:
        return Finding("redis", BAD, f"连不上：{error}", "cannot be reached (ZG_REDIS_URL)")


def pdf() -> Finding:
    """PDF files need Pango; without it pages are printed by the browser."""
    if all(ctypes.util.find_library(name) for name in ("pango-1.0", "pangoft2-1.0")):
        return Finding("pdf", GOOD, "可生成 PDF", "can be made")
    mend = "sudo apt install -y libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-cjk"
    return Finding(
        "pdf", NOTE, "没有 Pango，只能用浏览器打印", "no Pango: print from the browser", mend
    )

"""Turn what went wrong outside us (a full disk, a silent registry) into one clear sentence."""

import errno
import os
import re
from collections.abc import Container

from zhanggui.config.machine.say import Trouble

UNWRITABLE = {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR}

# The words pip, uv, npm, SQLite and the operating system use, in the order they are looked for.
PATTERNS: tuple[tuple[str, str], ...] = (
    (r"No space left on device|ENOSPC|database or disk is full|Errno 28\b", "disk_full"),
    (r"Read-only file system|EROFS|readonly database|Errno 30\b", "read_only"),
    (r"Permission denied|EACCES|Errno 13\b", "read_only"),
    (
        (
            r"DO NOT MATCH THE HASHES|[Hh]ash mismatch|EINTEGRITY|are in sync|"
            r"all requirements must have their versions pinned"
        ),
        "lock_mismatch",
    ),
    (
        (
            r"NewConnectionError|Failed to establish a new connection|name resolution|"
            r"getaddrinfo|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|"
            r"Connection refused|dns error|error sending request|Failed to fetch|"
            r"ProxyError|[Tt]imed out|ConnectTimeout|CERTIFICATE_VERIFY_FAILED|"
            r"UnknownIssuer|from versions: none|Network is unreachable"
        ),
        "registry",
    ),
)


def disk_full(where: str = "") -> Trouble:
    return Trouble(
        f"磁盘已满{_at(where)}，请清出至少 2 GB 后再运行一次。",
        f"The disk is full{_at(where)}. Free at least 2 GB, then run the same command again.",
    )


def read_only(where: str = "") -> Trouble:
    return Trouble(
        f"没有写入权限或磁盘只读{_at(where)}。请换一个可写的目录，或设置 ZG_HOME。",
        f"This place cannot be written to{_at(where)}. "
        "Use a folder of your own, or set ZG_HOME to one.",
    )


def lock_mismatch(detail: str = "") -> Trouble:
    return Trouble(
        f"下载的文件与锁定文件不一致，为安全起见已停止。{detail}",
        f"What was downloaded does not match the lock file, so nothing of it was used. {detail}",
        "git checkout -- requirements assets && ./zg up",
    )


def registry(detail: str = "") -> Trouble:
    return Trouble(
        f"连不上软件包下载源。请检查网络、代理（HTTPS_PROXY）或镜像设置，然后再运行一次。{detail}",
        "The package registry cannot be reached. Check the network, the proxy (HTTPS_PROXY) or "
        f"your mirror settings, then run the same command again. {detail}",
    )


TROUBLES = {
    "disk_full": disk_full,
    "read_only": read_only,
    "lock_mismatch": lock_mismatch,
    "registry": registry,
}


def from_output(output: str, among: Container[str] = TROUBLES) -> Trouble | None:
    """Recognise what a tool complained about; None if its words are new to us."""
    for pattern, name in PATTERNS:
        if name in among and re.search(pattern, output):
            return TROUBLES[name]()
    return None


def from_os_error(error: OSError) -> Trouble | None:
    """Recognise a full or read-only disk; None for any other error."""
    where = str(error.filename or "")
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return disk_full(where)
    if error.errno in UNWRITABLE:
        return read_only(where)
    return None


def _at(where: str) -> str:
    return f" ({where})" if where else ""


def from_error(error: BaseException) -> Trouble | None:
    """Recognise an exception by its kind, then by its words."""
    if isinstance(error, OSError):
        return from_os_error(error)
    if type(error).__name__ == "BadSettingError":
        return Trouble(f"设置有误：{error}", f"A setting cannot be used: {error}")
    # The database's own complaints about the disk arrive as Django's OperationalError.
    if type(error).__name__ == "OperationalError":
        return from_output(str(error), {"disk_full", "read_only"}) or database(str(error))
    return None


def database(detail: str) -> Trouble:
    return Trouble(
        f"数据库不可用：{detail}。请检查 ZG_DATABASE_URL 和数据库服务。",
        "The database cannot be used. Check ZG_DATABASE_URL and the database server.",
        f"{os.environ.get('ZG_COMMAND', 'zhanggui')} doctor",
    )

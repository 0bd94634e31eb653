"""The passphrase of a backup: from a file, from the environment, or asked for."""

import getpass
import sys
from pathlib import Path

from zhanggui.config.env import env_str
from zhanggui.config.machine.say import Trouble

SHORTEST = 12


def read_passphrase(key_file: str | None, *, twice: bool) -> str:
    """Return the passphrase.

    :param twice: ask for it twice, where a mistake would lock the backup for ever
    :raises Trouble: if there is none, it is too short, or both times differ
    """
    if key_file:
        phrase = Path(key_file).read_text(encoding="utf-8").strip()
    elif env_str("ZG_BACKUP_PASSPHRASE"):
        phrase = env_str("ZG_BACKUP_PASSPHRASE")
    elif sys.stdin.isatty():
        phrase = ask(twice=twice)
    else:
        raise Trouble(
            "备份需要口令：用 --key-file 文件，或设置 ZG_BACKUP_PASSPHRASE。",
            "A backup needs a passphrase: give --key-file, or set ZG_BACKUP_PASSPHRASE.",
        )
    if len(phrase) < SHORTEST:
        raise Trouble(
            f"口令至少 {SHORTEST} 个字符。", f"The passphrase needs at least {SHORTEST} characters."
        )
    return phrase


def ask(*, twice: bool) -> str:
    phrase = getpass.getpass("备份口令 / passphrase: ")
    if twice and getpass.getpass("再输一次 / once more: ") != phrase:
        raise Trouble("两次输入不一致。", "The two differ.")
    return phrase

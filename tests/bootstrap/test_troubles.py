"""Each trouble that a newcomer can meet becomes one sentence in both languages."""

import errno
import shutil
import socket
import sys
from typing import NamedTuple

import pytest

from tools.zg import environment
from tools.zg.run import run as run_tool
from zhanggui.config.env import BadSettingError, env_bool, env_choice, env_int
from zhanggui.config.machine import troubles
from zhanggui.config.machine.say import Trouble
from zhanggui.config.machine.up import require_free_port


class Usage(NamedTuple):
    free: int


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("django.db.utils.OperationalError: database or disk is full", "The disk is full"),
        ("npm ERR! code ENOSPC", "The disk is full"),
        ("OSError: [Errno 30] Read-only file system: '/x'", "cannot be written to"),
        ("attempt to write a readonly database", "cannot be written to"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE FILE", "does not match the lock"),
        ("error: Hash mismatch for `django==5.2.19`", "does not match the lock"),
        ("npm error code EINTEGRITY", "does not match the lock"),
        ("Failed to establish a new connection: [Errno -2]", "registry cannot be reached"),
        ("npm error code ENOTFOUND", "registry cannot be reached"),
        ("error: Request failed\n  Caused by: dns error", "registry cannot be reached"),
    ],
)
def test_the_words_of_a_tool_are_recognised(output, words):
    trouble = troubles.from_output(output)

    assert words in trouble.english
    assert any("\u4e00" <= letter <= "\u9fff" for letter in trouble.chinese)


def test_words_that_are_new_to_us_are_passed_on():
    assert troubles.from_output("Segmentation fault") is None
    with pytest.raises(Trouble, match=r"nothing failed: unheard of"):
        run_tool([sys.executable, "-c", "print('unheard of'); exit(3)"], step="nothing")


def test_a_full_disk_and_one_that_cannot_be_written_are_told_apart():
    full = troubles.from_error(OSError(errno.ENOSPC, "No space", "/data/x"))
    closed = troubles.from_error(OSError(errno.EROFS, "Read-only", "/data/x"))

    assert "磁盘已满 (/data/x)" in full.chinese
    assert "This place cannot be written to (/data/x)" in closed.english
    assert troubles.from_error(OSError(errno.EIO, "Input/output error")) is None


def test_too_little_room_is_said_before_anything_is_downloaded(monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(free=1000))
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "none")

    with pytest.raises(Trouble, match="The disk is full"):
        environment.ensure_environment("runtime")


def test_a_python_without_venv_support_is_told_the_exact_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)

    with pytest.raises(Trouble, match="lacks venv support") as caught:
        environment.require_venv_support()

    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert caught.value.commands == (f"sudo apt install -y python{version}-venv",)


def test_a_taken_port_is_said_with_the_command_for_another():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]

        with pytest.raises(Trouble, match=f"Port {port} cannot be used") as caught:
            require_free_port("127.0.0.1", port)

    assert caught.value.commands == (f"zhanggui up --port {port + 1}",)


def test_a_setting_that_cannot_be_used_is_named(monkeypatch):
    monkeypatch.setenv("ZG_X", "maybe")

    for read in (lambda: env_bool("ZG_X", default=True), lambda: env_int("ZG_X", 1)):
        with pytest.raises(BadSettingError, match="ZG_X='maybe': use") as caught:
            read()
        assert "ZG_X" in troubles.from_error(caught.value).chinese
    with pytest.raises(BadSettingError, match="use one of line, json"):
        env_choice("ZG_X", ("line", "json"))


def test_a_trouble_is_printed_as_sentences_and_commands():
    text = Trouble("坏了。", "It broke.", "mend it").text()

    assert text.splitlines() == ["", "  坏了。", "  It broke.", "      mend it"]

"""Typed reading of the environment. A bad value stops the start with a sentence that names it."""

import os
from pathlib import Path


class BadSettingError(Exception):
    """An environment variable holds a value that cannot be used."""


def env_str(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def env_bool(name: str, *, default: bool) -> bool:
    """Read yes/no.

    :raises BadSettingError: if the value is neither
    """
    raw = os.environ.get(name)
    if raw is None or raw == "":
        return default
    if raw.lower() in {"1", "true", "yes", "on"}:
        return True
    if raw.lower() in {"0", "false", "no", "off"}:
        return False
    raise BadSettingError(f"{name}={raw!r}: use true or false")


def env_int(name: str, default: int) -> int:
    """Read a whole number.

    :raises BadSettingError: if the value is not one
    """
    raw = os.environ.get(name)
    if raw is None or raw == "":
        return default
    try:
        return int(raw)
    except ValueError as error:
        raise BadSettingError(f"{name}={raw!r}: use a whole number") from error


def env_choice(name: str, choices: tuple[str, ...]) -> str:
    """Read one of a few words; the first is the default.

    :raises BadSettingError: if the value is none of them
    """
    raw = os.environ.get(name) or choices[0]
    if raw not in choices:
        raise BadSettingError(f"{name}={raw!r}: use one of {', '.join(choices)}")
    return raw


def env_list(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Read comma-separated words."""
    raw = os.environ.get(name)
    if raw is None:
        return list(default)
    return [word.strip() for word in raw.split(",") if word.strip()]


def env_path(name: str, default: Path) -> Path:
    raw = os.environ.get(name)
    return Path(raw).expanduser().resolve() if raw else default

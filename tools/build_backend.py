"""Build the wheel with setuptools, after putting into the package what a checkout keeps beside it.

`zhanggui/_bundle/` holds the front-end files and the help pages, so that an installation needs
neither npm nor a checkout.
"""

import shutil
from typing import Any

from setuptools import build_meta
from setuptools.build_meta import (
    build_sdist,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_wheel,
)

from tools.messages import compile_all
from tools.zg.assets import ensure_assets, wanted
from tools.zg.paths import ROOT, VENDOR

__all__ = [
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_wheel",
]
BUNDLE = ROOT / "zhanggui" / "_bundle"


def build_wheel(
    wheel_directory: str,
    config_settings: dict[str, Any] | None = None,
    metadata_directory: str | None = None,
) -> str:
    """Fill the bundle, compile the Chinese, build."""
    ensure_assets()
    compile_all()
    shutil.rmtree(BUNDLE, ignore_errors=True)
    clear()
    for item in wanted():
        if not item.tests_only:
            target = BUNDLE / "vendor" / item.target
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(VENDOR / item.target, target)
    shutil.copytree(ROOT / "docs" / "user", BUNDLE / "user")
    try:
        return str(build_meta.build_wheel(wheel_directory, config_settings, metadata_directory))
    finally:
        clear()


def clear() -> None:
    """Take away what a build leaves: it would be packed again, or count as an installation."""
    for left in ("build", "zhanggui.egg-info"):
        shutil.rmtree(ROOT / left, ignore_errors=True)

"""The product's settings, with what makes tests fast and strict."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("ZG_HOME", str(Path(__file__).parents[1] / "var" / "test"))
os.environ.setdefault("ZG_SECRET_KEY", "only-for-tests")

from tools.messages import compile_all
from zhanggui.config import settings
from zhanggui.config.settings import *  # noqa: F403

INSTALLED_APPS = [*settings.INSTALLED_APPS, "zeal"]
MIDDLEWARE = [
    "zeal.middleware.zeal_middleware",
    *(name for name in settings.MIDDLEWARE if "whitenoise" not in name),
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = settings.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
STORAGES["private"]["OPTIONS"] = {"location": tempfile.mkdtemp(prefix="zg-test-private-")}
MEDIA_ROOT = tempfile.mkdtemp(prefix="zg-test-media-")
# The standard places are looked up by code wherever stock moves: one row, found by its key.
ZEAL_ALLOWLIST = [
    {"model": "wagtailcore.*"},
    {"model": "sessions.*"},
    {"model": "inventory.Location"},
]
# Long work is done at once, in the test itself.
JOBS_INLINE = True
# The tests read the screen in Chinese, as people do: compiled before Django reads it.
compile_all()

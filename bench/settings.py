"""The product's settings, less the collecting of static files: CSS is not measured."""

from zhanggui.config import settings
from zhanggui.config.settings import *  # noqa: F403

MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
STORAGES = settings.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}

"""The one settings file. What a deployer must set comes from the environment (operations.md)."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from zhanggui.config.env import env_bool, env_choice, env_int, env_list, env_path, env_str
from zhanggui.config.layers import APPS
from zhanggui.core.keys import read_or_make_secret

PACKAGE_DIR = Path(__file__).resolve().parents[1]
# A checkout keeps its data beside the code; an installed wheel keeps it where it is started.
CHECKOUT = (PACKAGE_DIR.parent / "pyproject.toml").exists()
HOME_DIR = env_path("ZG_HOME", (PACKAGE_DIR.parent if CHECKOUT else Path.cwd()) / "var")
HOME_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env_bool("ZG_DEBUG", default=False)
SECRET_KEY = env_str("ZG_SECRET_KEY") or read_or_make_secret(HOME_DIR / "keys" / "django")
# Field encryption: a folder of key files, one per key id; the newest encrypts, all decrypt.
FIELD_KEYS_DIR = env_path("ZG_FIELD_KEYS_DIR", HOME_DIR / "keys" / "fields")
ALLOWED_HOSTS = env_list("ZG_ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = env_list("ZG_TRUSTED_ORIGINS")
HTTPS = env_bool("ZG_HTTPS", default=False)

INSTALLED_APPS = [
    *(f"zhanggui.{app}" for app in APPS if find_spec(f"zhanggui.{app}")),
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "channels",
    "django_tasks",
    "django_tasks_db",
    "django_filters",
    "django_htmx",
    "template_partials",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "zhanggui.org.middleware.acting_as_middleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "zhanggui.config.urls"
ASGI_APPLICATION = "zhanggui.config.asgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zhanggui.org.context.frame",
            ]
        },
    }
]

# What the acceptance tests of duties proved; written by the tests, read by the duty map.
DUTY_RECORD = env_path(
    "ZG_DUTY_RECORD", (PACKAGE_DIR.parent / "var" if CHECKOUT else HOME_DIR) / "duties.json"
)

SQLITE_OPTIONS = {
    # IMMEDIATE locks at BEGIN: no "database is locked" half-way through a transaction.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=67108864;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY"
    ),
}
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        env_str("ZG_DATABASE_URL") or f"sqlite:///{HOME_DIR / 'zhanggui.sqlite3'}",
        conn_max_age=env_int("ZG_DB_CONN_MAX_AGE", 60),
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env_str("ZG_REDIS_URL")
CACHES: dict[str, Any] = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CHANNEL_LAYERS: dict[str, Any] = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
if REDIS_URL:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    }
    CHANNEL_LAYERS = {
        "default": {
            # The plain layer keeps one connection a socket and breaks at its pool's cap.
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [REDIS_URL]},
        }
    }

# Long work: the queue lives in the same database; a distributed engine takes over by setting.
TASKS: dict[str, Any] = {
    "default": {
        "BACKEND": env_str("ZG_TASKS_BACKEND", "django_tasks_db.DatabaseBackend"),
        "QUEUES": [],
    }
}
JOBS_INLINE = False

AUTH_USER_MODEL = "org.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_ADAPTER = "zhanggui.org.adapter.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Zhanggui"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
USERSESSIONS_TRACK_ACTIVITY = False  # it would write on each page

LANGUAGE_CODE = "zh-hans"
LOCALE_PATHS = [PACKAGE_DIR / "locale"]  # what the libraries leave untranslated
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
TIME_ZONE = "Asia/Shanghai"
ZONE = ZoneInfo(TIME_ZONE)
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME_DIR / "static"
VENDOR_DIR = PACKAGE_DIR.parent / "var/vendor" if CHECKOUT else PACKAGE_DIR / "_bundle/vendor"
STATICFILES_DIRS = [("vendor", VENDOR_DIR)] if VENDOR_DIR.exists() else []
# The user's guide, shown in the product as its help.
HELP_DIR = (PACKAGE_DIR.parent / "docs" if CHECKOUT else PACKAGE_DIR / "_bundle") / "user"
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "zhanggui.config.storage.GzipManifestStorage"},
    # What no web server may hand out by itself: uploads as they came, results of jobs.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME_DIR / "private", "base_url": None},
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# Uploads go through temporary files, not memory, above this.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

CONTENT_SECURITY_POLICY = {
    # Wagtail's admin needs inline scripts and styles of its own.
    "EXCLUDE_URL_PREFIXES": ["/cms/"],
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

WAGTAIL_PAGE_MODEL = "website.SitePage"
WAGTAIL_SITE_NAME = "掌柜"
WAGTAILADMIN_BASE_URL = env_str("ZG_BASE_URL", "http://127.0.0.1:8000")
WAGTAIL_I18N_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "zhanggui.config.logs.JsonFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env_choice("ZG_LOG_FORMAT", ("line", "json")),
        },
        "hook": {
            "class": "zhanggui.config.logs.ErrorHook",
            "level": "ERROR",
            "url": env_str("ZG_ERROR_HOOK"),
        },
    },
    # It warns of being told to stop, which is how a worker ends.
    "loggers": {"django_tasks_db": {"level": "ERROR"}},
    "root": {
        "handlers": ["console", "hook"],
        "level": env_choice("ZG_LOG_LEVEL", ("WARNING", "INFO", "DEBUG", "ERROR")),
    },
}
METRICS_TOKEN = env_str("ZG_METRICS_TOKEN")

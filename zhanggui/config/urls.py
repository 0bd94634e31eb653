from importlib.util import find_spec

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.views import serve

from zhanggui.config import health, media
from zhanggui.core.permissions import EVERYBODY, open_to

# Each app's screens stand under its own name; an app without urls.py has none.
SCREENS = (
    "desk",
    "journal",
    "jobs",
    "imports",
    "org",
    "shops",
    "customers",
    "catalog",
    "inventory",
    "orders",
    "shipping",
    "service",
    "books",
    "planning",
    "appraisal",
    "payroll",
    "security",
    "core",
)

# The site is for visitors: Wagtail guards its own drafts and private pages.
login_not_required(serve)

urlpatterns = [
    path("healthz", health.healthz, name="health"),
    path("metrics", health.metrics, name="metrics"),
    path("media/products/<path:path>", media.product_picture, name="product-picture"),
    path("accounts/", include("allauth.urls")),
    path("i18n/setlang/", open_to(EVERYBODY)(set_language), name="set_language"),
    path("cms/", include(wagtailadmin_urls)),
    *(
        path("" if app == "core" else f"{app}/", include(f"zhanggui.{app}.urls"))
        for app in SCREENS
        if find_spec(f"zhanggui.{app}") and find_spec(f"zhanggui.{app}.urls")
    ),
    path("", include(wagtail_urls)),
]

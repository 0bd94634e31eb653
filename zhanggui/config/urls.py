from importlib.util import find_spec

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

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
    "books",
    "planning",
    "appraisal",
    "payroll",
    "security",
    "core",
)

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("cms/", include(wagtailadmin_urls)),
    *(
        path("ui/" if app == "core" else f"{app}/", include(f"zhanggui.{app}.urls"))
        for app in SCREENS
        if find_spec(f"zhanggui.{app}") and find_spec(f"zhanggui.{app}.urls")
    ),
    path("", include(wagtail_urls)),
]

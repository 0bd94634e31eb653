"""What the import contracts cannot see."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission
from django.urls import URLPattern, URLResolver, get_resolver

from zhanggui.config.layers import APPS, LAYERS
from zhanggui.core.permissions import EVERYBODY, SIGNED_IN
from zhanggui.core.tools import tools
from zhanggui.journal.actions import actions

ROOT = Path(__file__).parents[1]
DEPTH = {app: depth for depth, layer in enumerate(LAYERS) for app in layer}
INSTALLED = [app for app in APPS if apps.is_installed(f"zhanggui.{app}")]


def test_both_lists_of_layers_agree():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    lines = contracts["contracts"][0]["layers"][1:]
    listed = tuple(frozenset(line.replace("(", "").replace(")", "").split(" | ")) for line in lines)
    assert listed == LAYERS


def upward_keys(app, models):
    """Name the foreign keys of an app's models that point to an app above it."""
    found = []
    for model in models:
        for field in model._meta.get_fields():
            target = field.related_model
            if field.auto_created or target is None or target == "self":
                continue
            if (
                target._meta.app_label not in DEPTH
                or target._meta.label == settings.AUTH_USER_MODEL
            ):
                continue
            if DEPTH[target._meta.app_label] < DEPTH[app]:
                found.append(f"{model.__name__}.{field.name}")
    return found


@pytest.mark.parametrize("app", INSTALLED)
def test_foreign_keys_point_downwards(app):
    assert upward_keys(app, apps.get_app_config(app).get_models()) == []


def our_views(patterns, prefix=""):
    """Yield the name and the view of each of our URL patterns."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from our_views(pattern.url_patterns, f"{prefix}{pattern.namespace or ''}:")
        elif isinstance(pattern, URLPattern) and pattern.callback.__module__.startswith("zhanggui"):
            yield f"{prefix}{pattern.name}", pattern.callback


def unguarded(patterns, known):
    """Name the views that ask for no permission, or for one that does not exist."""
    return [
        name for name, view in our_views(patterns) if getattr(view, "permission", None) not in known
    ]


def known_permissions():
    pairs = Permission.objects.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in pairs}


@pytest.mark.django_db
def test_every_view_asks_for_a_permission_that_exists():
    known = known_permissions() | {EVERYBODY, SIGNED_IN}

    assert unguarded(get_resolver().url_patterns, known) == []


@pytest.mark.django_db
def test_every_tool_grants_permissions_that_exist():
    known = known_permissions() | {SIGNED_IN}
    for tool in tools:
        assert {tool.permission, *tool.grants, *tool.oversight} <= known, tool.code


def test_every_action_is_declared_by_its_own_app():
    for action in actions:
        assert action.code.split(".")[0] in APPS


def long_files(folder):
    """Name the Python files over 300 lines."""
    sizes = {
        path.relative_to(folder): len(path.read_text().splitlines())
        for path in folder.rglob("*.py")
        if "migrations" not in path.parts
    }
    return [f"{path} {size}" for path, size in sorted(sizes.items()) if size > 300]


def test_files_stay_short():
    assert long_files(ROOT / "zhanggui") == []

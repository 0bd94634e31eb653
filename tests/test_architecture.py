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


def upward_keys(app):
    for model in apps.get_app_config(app).get_models():
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
                yield f"{model.__name__}.{field.name}"


@pytest.mark.parametrize("app", INSTALLED)
def test_foreign_keys_point_downwards(app):
    assert list(upward_keys(app)) == []


def our_views(patterns=None, prefix=""):
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            yield from our_views(pattern.url_patterns, f"{prefix}{pattern.namespace or ''}:")
        elif isinstance(pattern, URLPattern) and pattern.callback.__module__.startswith("zhanggui"):
            yield f"{prefix}{pattern.name}", pattern.callback


@pytest.mark.django_db
def test_every_view_asks_for_a_permission_that_exists():
    known = {f"{p.content_type.app_label}.{p.codename}" for p in Permission.objects.all()}
    known |= {EVERYBODY, SIGNED_IN}

    faults = [name for name, view in our_views() if getattr(view, "permission", None) not in known]

    assert faults == []


@pytest.mark.django_db
def test_every_tool_grants_permissions_that_exist():
    known = {f"{p.content_type.app_label}.{p.codename}" for p in Permission.objects.all()}
    for tool in tools:
        assert {tool.permission, *tool.grants, *tool.oversight} <= known, tool.code


def test_every_action_is_declared_by_its_own_app():
    for action in actions:
        assert action.code.split(".")[0] in APPS


def test_files_stay_short():
    long = [
        f"{path.relative_to(ROOT)} {lines}"
        for path in (ROOT / "zhanggui").rglob("*.py")
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > 300
    ]
    assert long == []

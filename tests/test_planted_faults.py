"""The tests of the house rules: each is shown to fail on a fault that it should find."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.test.utils import isolate_apps
from django.urls import path
from zeal import NPlusOneError, zeal_context

from tests.test_architecture import ROOT, long_files, unguarded, upward_keys
from tools import messages
from zhanggui.catalog.models import Product, Sku
from zhanggui.core.permissions import SIGNED_IN, open_to

BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the package, to plant faults in."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(
        ROOT / "zhanggui", folder / "zhanggui", ignore=shutil.ignore_patterns("static", "_bundle")
    )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def import_contracts(folder):
    """Run import-linter in the copy and return what it prints."""
    done = subprocess.run(
        [BIN / "lint-imports", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


@pytest.fixture
def plant(copy):
    """Add lines to files of the copy, made where there are none, for one test."""
    before = {}

    def write(files):
        for name, text in files.items():
            target = copy / "zhanggui" / name
            before[target] = target.read_text() if target.exists() else None
            target.parent.mkdir(exist_ok=True)
            target.write_text((before[target] or "") + text)

    yield write
    for target, text in before.items():
        if text is None:
            target.unlink()
        else:
            target.write_text(text)
    shutil.rmtree(copy / "zhanggui" / "gadgets", ignore_errors=True)


FAULTS = {
    "a lower app imports a higher one, even inside a function": (
        {"orders/planted.py": "def late():\n    import zhanggui.payroll.apps\n"},
        "An app uses only the apps below it BROKEN",
    ),
    "neighbours import each other": (
        {"shops/planted.py": "import zhanggui.customers.apps\n"},
        "An app uses only the apps below it BROKEN",
    ),
    "an app stands in no layer": (
        {"gadgets/__init__.py": ""},
        "An app uses only the apps below it BROKEN",
    ),
    "a service imports a view": (
        {"shops/views.py": "\n", "shops/services.py": "\nimport zhanggui.shops.views\n"},
        "BROKEN",
    ),
    "an app imports the form of another": (
        {"shops/forms.py": "\n", "orders/forms.py": "\nimport zhanggui.shops.forms\n"},
        "Views and forms belong to their app alone BROKEN",
    ),
    "a rule imports Django": (
        {"shops/rules.py": "\nimport django.db\n"},
        "Rules are pure Python BROKEN",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_import_contracts_find_that(copy, plant, fault):
    files, verdict = FAULTS[fault]

    plant(files)

    assert verdict in import_contracts(copy)


def test_the_house_as_it_is_keeps_its_contracts(copy):
    assert "0 broken" in import_contracts(copy)


@isolate_apps("zhanggui.catalog", "zhanggui.orders")
def test_a_foreign_key_upwards_is_found():
    class Planted(models.Model):  # noqa: DJ008
        order = models.ForeignKey("orders.Order", models.PROTECT)

        class Meta:
            app_label = "catalog"

    class Order(models.Model):  # noqa: DJ008
        class Meta:
            app_label = "orders"

    assert upward_keys("catalog", [Planted]) == ["Planted.order"]


def test_a_view_without_a_permission_is_found():
    def bare(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    @open_to(SIGNED_IN)
    def marked(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    bare.__module__ = marked.__module__ = "zhanggui.planted"
    patterns = [path("bare/", bare, name="bare"), path("marked/", marked, name="marked")]

    assert unguarded(patterns, known={SIGNED_IN}) == ["bare"]


def test_a_long_file_is_found(tmp_path):
    (tmp_path / "long.py").write_text("pass\n" * 301)
    (tmp_path / "short.py").write_text("pass\n" * 300)

    assert long_files(tmp_path) == ["long.py 301"]


def test_a_signal_is_found(tmp_path):
    planted = tmp_path / "planted.py"
    planted.write_text("from django.db.models.signals import post_save\n\nprint(post_save)\n")

    done = subprocess.run(
        [BIN / "ruff", "check", "--config", ROOT / "pyproject.toml", planted],
        capture_output=True,
        text=True,
        check=False,
    )

    assert "TID251" in done.stdout


@pytest.mark.django_db
def test_a_query_per_row_is_found():
    for number in range(3):
        product = Product.objects.create(code=f"P{number}", name="花洒")
        Sku.objects.create(product=product, merchant_code=f"S{number}")

    with zeal_context(), pytest.raises(NPlusOneError):
        [sku.product.name for sku in Sku.objects.all()]


def test_a_text_without_chinese_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    app = tmp_path / "shop"
    app.mkdir()
    (app / "views.py").write_text(
        'from django.utils.translation import gettext as _\n_("Sell it")\n'
    )

    assert messages.check(app) == ["shop: no Chinese: Sell it"]


def test_a_lost_slot_is_found(tmp_path):
    catalogue = messages.empty_catalogue()
    catalogue.append(messages.polib.POEntry(msgid="%(count)s orders", msgstr="订单"))

    assert messages.lacking(catalogue) == ["%(count)s orders"]

"""A products sheet: what each row would change, the change itself, and taking it back. In sets."""

import contextlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from zhanggui.catalog.actions import PRODUCT_ADDED, PRODUCT_CHANGED
from zhanggui.catalog.models import Product, ProductLine, Revision, Sku
from zhanggui.catalog.rules import ProductRow
from zhanggui.core.bulk import update_rows
from zhanggui.journal.services import Deed, record, record_many
from zhanggui.org.models import User

# What rows said of products before: code → values. It spans the batches of one file.
Said = dict[str, dict[str, str]]


@dataclass
class Plan:
    """What a row comes to: new, or the fields that change (old, new), or a problem."""

    row: ProductRow
    sku: Sku | None = None
    product: Product | None = None
    changes: dict[str, list[Any]] = field(default_factory=dict)
    problem: str = ""
    mend: str = ""
    is_new: bool = False

    @property
    def product_code(self) -> str:
        return self.row.product_code or self.row.merchant_code


def plan_rows(rows: Sequence[ProductRow], said: Said) -> list[Plan]:
    """Compare rows with the library; nothing is written. A few queries for all of them.

    `said` remembers what earlier rows of the file said of a product, for two must not disagree.
    """
    skus = {
        sku.merchant_code: sku
        for sku in Sku.objects.filter(
            merchant_code__in=[row.merchant_code for row in rows]
        ).select_related("product__line")
    }
    codes = {row.product_code or row.merchant_code for row in rows}
    products = {p.code: p for p in Product.objects.filter(code__in=codes).select_related("line")}
    barcodes = [row.sku["barcode"] for row in rows if row.sku.get("barcode")]
    owners = dict(Sku.objects.filter(barcode__in=barcodes).values_list("barcode", "merchant_code"))
    plans = []
    for row in rows:
        sku = skus.get(row.merchant_code)
        plan = Plan(row, sku, is_new=sku is None)
        plan.product = plan.sku.product if plan.sku else products.get(plan.product_code)
        _judge(plan, said, owners)
        plans.append(plan)
    return plans


def _judge(plan: Plan, said: Said, owners: dict[str | None, str]) -> None:
    row = plan.row
    code = plan.product.code if plan.product else plan.product_code
    if plan.sku and row.product_code and row.product_code != code:
        plan.problem = _("This SKU belongs to the product %(code)s.") % {"code": code}
        plan.mend = _("Give a new merchant code, or correct the product code.")
        return
    barcode = row.sku.get("barcode")
    if barcode and owners.setdefault(barcode, row.merchant_code) != row.merchant_code:
        plan.problem = _("The barcode %(barcode)s is that of %(code)s.") % {
            "barcode": barcode,
            "code": owners[barcode],
        }
        plan.mend = _("Give each SKU a barcode of its own.")
        return
    before = said.setdefault(code, {})
    for name, value in row.product.items():
        if before.setdefault(name, value) != value:
            plan.problem = _("An earlier row calls the product %(code)s otherwise: %(value)s.") % {
                "code": code,
                "value": before[name],
            }
            plan.mend = _("Write the same name and line in all rows of a product.")
            return
    plan.changes = _changes(plan)


def _changes(plan: Plan) -> dict[str, list[Any]]:
    """Return the fields that the row changes: [old, new]. Old is None where there was nothing."""
    found: dict[str, list[Any]] = {}
    if plan.product:
        line = plan.product.line.name if plan.product.line else None
        old = {"name": plan.product.name, "line": line}
        found |= {n: [old[n], v] for n, v in plan.row.product.items() if old[n] != v}
    if plan.sku:
        was = {name: getattr(plan.sku, name) for name in plan.row.sku}
        found |= {n: [was[n], v] for n, v in plan.row.sku.items() if was[n] != v}
        if not plan.sku.is_active:
            found["is_active"] = [False, True]
    return found


@transaction.atomic
def store_plans(
    plans: Iterable[Plan], *, by: User, at: datetime, import_id: int | None = None
) -> list[Sku]:
    """Write what the plans say; return the SKU of each, in their order.

    Plans with a problem must not be among them.
    """
    plans = list(plans)
    lines = _lines({plan.row.product["line"] for plan in plans if plan.row.product.get("line")})
    added = _add_products(plans, lines)
    _change_products(plans, lines)
    _add_skus(plans)
    _change_skus(plans)
    _write_down(plans, added, by=by, at=at, import_id=import_id)
    return [plan.sku for plan in plans if plan.sku]


def _lines(names: set[str]) -> dict[str, ProductLine]:
    """Return the product lines by name, making those that are new."""
    known = {line.name: line for line in ProductLine.objects.filter(name__in=names)}
    number = ProductLine.objects.count()
    for name in sorted(names - known.keys()):
        number += 1
        while ProductLine.objects.filter(code=f"line-{number}").exists():
            number += 1
        known[name] = ProductLine.objects.create(code=f"line-{number}", name=name)
    return known


def _add_products(plans: Sequence[Plan], lines: Mapping[str, ProductLine]) -> set[int]:
    fresh: dict[str, Product] = {}
    for plan in plans:
        if plan.product is None:
            name = plan.row.product.get("name", plan.product_code)
            line = lines.get(plan.row.product.get("line", ""))
            plan.product = fresh.setdefault(
                plan.product_code, Product(code=plan.product_code, name=name, line=line)
            )
    Product.objects.bulk_create(fresh.values())
    return {product.pk for product in fresh.values()}


def _change_products(plans: Sequence[Plan], lines: Mapping[str, ProductLine]) -> None:
    changed: dict[int, Product] = {}
    for plan in plans:
        product = plan.product
        if product is None or not {"name", "line"} & plan.changes.keys():
            continue
        product = changed.setdefault(product.pk, product)
        product.name = plan.row.product.get("name", product.name)
        if "line" in plan.changes:
            product.line = lines[plan.row.product["line"]]
    Product.objects.bulk_update(changed.values(), ["name", "line"])


def _add_skus(plans: Sequence[Plan]) -> None:
    fresh = []
    for plan in plans:
        if plan.sku is None:
            plan.sku = Sku(
                product=plan.product, merchant_code=plan.row.merchant_code, **plan.row.sku
            )
            fresh.append(plan.sku)
    Sku.objects.bulk_create(fresh)


def _change_skus(plans: Sequence[Plan]) -> None:
    changed = []
    for plan in plans:
        own = {n: new for n, (_old, new) in plan.changes.items() if n not in {"name", "line"}}
        if plan.sku and own:
            for name, value in own.items():
                setattr(plan.sku, name, value)
            changed.append(plan.sku)
    names = ["spec", "price_fen", "cost_fen", "weight_g", "vat_bp", "barcode", "unit", "is_active"]
    update_rows(Sku, names, [(*(getattr(s, n) for n in names), s.pk) for s in changed])


def _write_down(
    plans: Sequence[Plan], added: set[int], *, by: User, at: datetime, import_id: int | None
) -> None:
    """Keep a revision of each change, and one journal entry for each product touched."""
    revisions = [
        Revision(
            product=plan.product,
            sku=plan.sku,
            made_at=at,
            by=by,
            changes=_given(plan) | plan.changes,
            import_id=import_id,
        )
        for plan in plans
        if plan.is_new or plan.changes
    ]
    Revision.objects.bulk_create(revisions, batch_size=500)
    touched = Counter(revision.product_id for revision in revisions)
    for action, mine in ((PRODUCT_ADDED, added), (PRODUCT_CHANGED, touched.keys() - added)):
        deeds = [Deed(pk, at, {"skus": touched[pk], "import": import_id}) for pk in sorted(mine)]
        record_many(action, by=by, subject_model=Product, deeds=deeds)


def _given(plan: Plan) -> dict[str, list[Any]]:
    """Return the values of a new SKU as changes from nothing."""
    return {name: [None, value] for name, value in plan.row.sku.items()} if plan.is_new else {}


def undo_note(plan: Plan) -> dict[str, Any]:
    """Return what taking a stored plan back will need to know."""
    return {"new": plan.is_new, "changes": plan.changes}


@transaction.atomic
def take_back(sku: Sku, note: Mapping[str, Any], *, by: User, at: datetime) -> str:
    """Undo what a stored plan did to a SKU; return why not, "" when it is done.

    A new SKU that nothing else knows is deleted, with its product when that is empty then; one that
    stock or orders know is sold no more. Old values come back where the new ones still stand.
    """
    if note["new"]:
        return _remove(sku, by=by, at=at)
    if not note["changes"]:
        return ""
    current = {n: _value(sku, n) for n in note["changes"]}
    if any(current[n] != new for n, (_old, new) in note["changes"].items()):
        return _("It was changed since.")
    _put_back(sku, {n: old for n, (old, _new) in note["changes"].items()})
    Revision.objects.create(
        product=sku.product, sku=sku, made_at=at, by=by,
        changes={n: [new, old] for n, (old, new) in note["changes"].items()},
    )  # fmt: skip
    record(PRODUCT_CHANGED, by=by, subject=sku.product, at=at, facts={"undo": True})
    return ""


def _value(sku: Sku, name: str) -> Any:
    if name == "name":
        return sku.product.name
    if name == "line":
        return sku.product.line.name if sku.product.line else None
    return getattr(sku, name)


def _put_back(sku: Sku, old: Mapping[str, Any]) -> None:
    product = sku.product
    for name, value in old.items():
        if name == "name":
            product.name = value
        elif name == "line":
            product.line = ProductLine.objects.filter(name=value).first()
        else:
            setattr(sku, name, value)
    product.save(update_fields=["name", "line"])
    sku.save(update_fields=[n for n in old if n not in {"name", "line"}])


def _remove(sku: Sku, *, by: User, at: datetime) -> str:
    product = sku.product
    try:
        with transaction.atomic():
            sku.delete()
    except ProtectedError:
        sku.is_active = False
        sku.save(update_fields=["is_active"])
        record(PRODUCT_CHANGED, by=by, subject=product, at=at, facts={"undo": True})
        return _("Stock or orders know it: it is not on sale any more, but stays.")
    if not product.skus.exists():
        with contextlib.suppress(ProtectedError), transaction.atomic():
            product.delete()
    return ""

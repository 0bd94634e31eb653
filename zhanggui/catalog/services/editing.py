"""Changing products and SKUs by hand: each change leaves a revision and a journal entry."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from zhanggui.catalog.actions import LINE_CHANGED, PRODUCT_ADDED, PRODUCT_CHANGED
from zhanggui.catalog.models import Product, ProductLine, Revision, Sku
from zhanggui.journal.services import record
from zhanggui.org.models import User


class CannotSaveError(Exception):
    """The change cannot be made; the message says why."""


def _shown(value: Any) -> Any:
    """Write a value into a revision: things by their name, files by theirs."""
    if isinstance(value, Model):
        return str(value)
    return getattr(value, "name", value)


def _apply(subject: Model, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set what differs; return field → [old, new]."""
    changes = {}
    for name, value in values.items():
        old = getattr(subject, name)
        if old != value:
            setattr(subject, name, value)
            changes[name] = [_shown(old) or None, _shown(value) or None]
    return changes


@transaction.atomic
def add_product(
    *, values: Mapping[str, Any], picture: File[bytes] | None, by: User, at: datetime
) -> Product:
    """Add a product; its SKUs follow.

    :raises CannotSaveError: if the code is taken
    """
    if Product.objects.filter(code=values["code"]).exists():
        raise CannotSaveError(_("The product code %(code)s is taken.") % {"code": values["code"]})
    product = Product(**values)
    if picture:
        product.picture.save(picture.name or product.code, picture, save=False)
    product.save()
    Revision.objects.create(
        product=product,
        made_at=at,
        by=by,
        changes={name: [None, _shown(value)] for name, value in values.items() if value},
    )
    record(PRODUCT_ADDED, by=by, subject=product, at=at)
    return product


@transaction.atomic
def change_product(
    *,
    product: Product,
    values: Mapping[str, Any],
    picture: File[bytes] | None = None,
    by: User,
    at: datetime,
) -> dict[str, list[Any]]:
    """Change a product; return what changed. The code stays for ever.

    A new picture is kept beside the old one.
    """
    product = Product.objects.select_for_update(of=("self",)).get(pk=product.pk)
    changes = _apply(product, values)
    if picture:
        old = product.picture.name
        product.picture.save(picture.name or product.code, picture, save=False)
        changes["picture"] = [old or None, product.picture.name]
    if changes:
        product.save(update_fields=list(changes))
        Revision.objects.create(product=product, made_at=at, by=by, changes=changes)
        facts = {"fields": ", ".join(changes)}
        record(PRODUCT_CHANGED, by=by, subject=product, at=at, facts=facts)
    return changes


@transaction.atomic
def add_sku(*, product: Product, values: Mapping[str, Any], by: User, at: datetime) -> Sku:
    """Add a variant.

    :raises CannotSaveError: if its merchant code or its barcode is taken, now or ever before
    """
    _check_free(values, None)
    sku = Sku.objects.create(product=product, **values)
    given = {name: [None, _shown(value)] for name, value in values.items() if value}
    Revision.objects.create(product=product, sku=sku, made_at=at, by=by, changes=given)
    facts = {"sku": sku.merchant_code}
    record(PRODUCT_CHANGED, by=by, subject=product, at=at, facts=facts)
    return sku


@transaction.atomic
def change_sku(
    *, sku: Sku, values: Mapping[str, Any], by: User, at: datetime
) -> dict[str, list[Any]]:
    """Change a variant; return what changed. The merchant code stays for ever.

    :raises CannotSaveError: if the barcode is another's
    """
    sku = Sku.objects.select_for_update(of=("self",)).select_related("product").get(pk=sku.pk)
    _check_free(values, sku)
    if changes := _apply(sku, values):
        sku.save(update_fields=list(changes))
        Revision.objects.create(product=sku.product, sku=sku, made_at=at, by=by, changes=changes)
        facts = {"sku": sku.merchant_code, "fields": ", ".join(changes)}
        record(PRODUCT_CHANGED, by=by, subject=sku.product, at=at, facts=facts)
    return changes


def _check_free(values: Mapping[str, Any], own: Sku | None) -> None:
    others = Sku.objects.exclude(pk=own.pk if own else 0)
    for name in ("merchant_code", "barcode"):
        value = values.get(name)
        if value and others.filter(**{name: value}).exists():
            raise CannotSaveError(_("%(value)s is taken by another SKU.") % {"value": value})


@transaction.atomic
def save_line(
    *, line: ProductLine | None, values: Mapping[str, Any], by: User, at: datetime
) -> ProductLine:
    """Add or change a product line.

    :raises CannotSaveError: if its code or name is taken
    """
    others = ProductLine.objects.exclude(pk=line.pk if line else 0)
    if others.filter(code=values["code"]).exists() or others.filter(name=values["name"]).exists():
        raise CannotSaveError(_("Another line has this code or name."))
    line = line or ProductLine()
    _apply(line, values)
    line.save()
    record(LINE_CHANGED, by=by, subject=line, at=at)
    return line

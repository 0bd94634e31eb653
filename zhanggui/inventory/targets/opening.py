"""Opening stock alone: for goods that the library knows already."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhanggui.catalog.models import Sku
from zhanggui.imports.registry import (
    Batch,
    Change,
    Context,
    Outcome,
    Row,
    Sheet,
    Target,
    Verdict,
    declare,
)
from zhanggui.imports.rules import BadCellError, parse_whole
from zhanggui.inventory.permissions import Can
from zhanggui.inventory.selectors.showing import openings_of
from zhanggui.inventory.services import record_openings
from zhanggui.inventory.targets.products import CODE, OPENING_FIELD, undo

NOTE = {"new": False, "changes": {}, "opening": True}


def _quantity(row: Row) -> int:
    """Read the opening stock of a row; -1 when it is none."""
    try:
        return parse_whole(row.get("opening"))
    except BadCellError:
        return -1


def _verdict(row: Row, sku: Sku | None, standing: int) -> Verdict:
    code = row.get("merchant_code")
    quantity = _quantity(row)
    reason = mend = ""
    if sku is None:
        reason = _("The library does not know this merchant code.")
        mend = _("Add it with the products sheet first, or correct the code.")
    elif quantity < 0:
        reason = _("“%(text)s” is no quantity.") % {"text": row.get("opening")[:40]}
        mend = _("Write a whole number from 0 up.")
    elif standing and standing != quantity:
        reason = _("Opening stock of %(there)s is recorded already.") % {"there": standing}
        mend = _("Correct the stock by a count.")
    if reason or sku is None:
        return Verdict(row.number, Outcome.REFUSED, code, reason, mend)
    if standing == quantity:
        return Verdict(row.number, Outcome.UNCHANGED, code)
    return Verdict(row.number, Outcome.NEW, code, change=Change(sku.pk, NOTE))


def _judge(batch: Batch, context: Context, *, write: bool) -> Sequence[Verdict]:
    codes = [row.get("merchant_code") for row in batch.rows]
    skus = {sku.merchant_code: sku for sku in Sku.objects.filter(merchant_code__in=codes)}
    standing = openings_of([sku.pk for sku in skus.values()])
    verdicts, quantities = [], {}
    for row in batch.rows:
        sku = skus.get(row.get("merchant_code"))
        there = standing.get(sku.pk, (0, 0))[0] if sku else 0
        verdict = _verdict(row, sku, there)
        verdicts.append(verdict)
        if sku and verdict.outcome == Outcome.NEW:
            quantities[sku.pk] = _quantity(row)
    if write:
        record_openings(quantities, by=context.by, at=context.at)
    return verdicts


def judge(batch: Batch, context: Context) -> Sequence[Verdict]:
    """Say which openings would be recorded."""
    return _judge(batch, context, write=False)


def store(batch: Batch, context: Context) -> Sequence[Verdict]:
    """Record the openings."""
    return _judge(batch, context, write=True)


OPENING = declare(
    Target(
        code="inventory.opening",
        label=gettext_lazy("Opening stock"),
        permission=Can.RECORD_OPENING,
        sheets=(
            Sheet(
                "opening",
                gettext_lazy("Opening stock"),
                (CODE, replace(OPENING_FIELD, required=True)),
            ),
        ),
        judge=judge,
        store=store,
        undo=undo,
        key="merchant_code",
        help=gettext_lazy("What stood on the shelves on the first day, by merchant code."),
    )
)

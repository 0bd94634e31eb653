"""The products sheet: SKUs with their products, and what stood on the shelves on the first day."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhanggui.catalog.models import Sku
from zhanggui.catalog.permissions import Can as CanCatalog
from zhanggui.catalog.rules import BadProductRowError, ProductRow, read_row
from zhanggui.catalog.services import Plan, plan_rows, store_plans, take_back, undo_note
from zhanggui.core.money import format_fen
from zhanggui.imports.registry import (
    Batch,
    Change,
    Context,
    Field,
    Kind,
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
from zhanggui.inventory.services import record_openings, take_back_opening

CODE = Field(
    "merchant_code",
    gettext_lazy("Merchant code"),
    ("商家编码", "商品编码", "SKU编码"),
    required=True,
    kind=Kind.ID,
)
OPENING_FIELD = Field(
    "opening",
    gettext_lazy("Opening stock"),
    ("期初库存", "库存", "库存数量", "数量"),
    kind=Kind.WHOLE,
)
FIELDS = (
    CODE,
    Field("name", gettext_lazy("Name"), ("商品名称", "名称", "品名", "货品名称"), required=True),
    Field("product_code", gettext_lazy("Product code"), ("款号", "货号", "货品编号", "SPU")),
    Field("spec", gettext_lazy("Specification"), ("规格", "规格名称", "销售属性")),
    Field("line", gettext_lazy("Product line"), ("产品线", "类目", "分类")),
    Field("price", gettext_lazy("List price"), ("价格", "售价", "标价"), kind=Kind.MONEY),
    Field("cost", gettext_lazy("Cost"), ("成本", "成本价", "进价"), kind=Kind.MONEY),
    Field("weight", gettext_lazy("Weight (g)"), ("重量", "重量(g)", "重量（克）")),
    Field("vat", gettext_lazy("VAT rate"), ("税率", "增值税率")),
    Field("barcode", gettext_lazy("Barcode"), ("条码", "条形码", "69码"), kind=Kind.ID),
    Field("unit", gettext_lazy("Unit"), ("单位",)),
    OPENING_FIELD,
)
_LABELS = {field.name: field.label for field in FIELDS}


def _refused(row: Row, reason: str, mend: str) -> Verdict:
    return Verdict(row.number, Outcome.REFUSED, row.get("merchant_code"), reason, mend)


def _opening(row: Row, context: Context) -> int | None:
    """Read the opening stock of a row; None when it gives none.

    :raises BadProductRowError: if it is no quantity, or the person may not record one
    """
    text = row.get("opening")
    if not text:
        return None
    try:
        quantity = parse_whole(text)
    except BadCellError as error:
        raise BadProductRowError("opening", text[:40]) from error
    if quantity < 0 or (quantity and not context.by.has_perm(Can.RECORD_OPENING)):
        raise BadProductRowError("opening", text[:40])
    return quantity


def _read(
    batch: Batch, context: Context
) -> tuple[list[tuple[Row, ProductRow, int | None]], list[Verdict]]:
    good: list[tuple[Row, ProductRow, int | None]] = []
    refused = []
    for row in batch.rows:
        try:
            good.append((row, read_row(row.values), _opening(row, context)))
        except BadProductRowError as error:
            label = _LABELS[error.field]
            reason = _("“%(field)s” cannot be taken: %(text)s") % {
                "field": label,
                "text": error.text,
            }
            mend = _("Correct it; leave it empty to keep what is there.")
            if error.field == "opening" and not context.by.has_perm(Can.RECORD_OPENING):
                mend = _("Leave opening stock to those who keep the stock.")
            refused.append(_refused(row, reason, mend))
    return good, refused


def _stock_problem(
    plan: Plan, quantity: int | None, standing: Mapping[int, tuple[int, int]]
) -> str:
    """Say why an opening stock cannot be recorded: another one stands."""
    there = standing.get(plan.sku.pk, (0, 0))[0] if plan.sku else 0
    if quantity and there and there != quantity:
        return _("Opening stock of %(there)s is recorded already.") % {"there": there}
    return ""


def _judge(batch: Batch, context: Context, *, write: bool) -> list[Verdict]:
    good, verdicts = _read(batch, context)
    said = context.memory.setdefault("said", {})
    plans = plan_rows([row for _row, row, _quantity in good], said)
    standing = openings_of([plan.sku.pk for plan in plans if plan.sku])
    taken: list[tuple[Row, Plan, int | None]] = []
    for (row, _product_row, quantity), plan in zip(good, plans, strict=True):
        if plan.problem:
            verdicts.append(_refused(row, plan.problem, plan.mend))
        elif problem := _stock_problem(plan, quantity, standing):
            mend = _("Correct the stock by a count; leave the column empty.")
            verdicts.append(_refused(row, problem, mend))
        else:
            taken.append((row, plan, quantity))
    opens = {id(plan) for _row, plan, q in taken if q and not _stands(plan, standing)}
    if write:
        _store(taken, opens, context)
    return verdicts + [_verdict(row, plan, id(plan) in opens) for row, plan, _q in taken]


def _stands(plan: Plan, standing: Mapping[int, tuple[int, int]]) -> bool:
    return bool(plan.sku and standing.get(plan.sku.pk, (0, 0))[0])


def _store(
    taken: Sequence[tuple[Row, Plan, int | None]], opens: set[int], context: Context
) -> None:
    plans = [plan for _row, plan, _quantity in taken]
    store_plans(plans, by=context.by, at=context.at, import_id=context.session_id)
    quantities = {
        plan.sku.pk: quantity
        for _row, plan, quantity in taken
        if plan.sku and quantity and id(plan) in opens
    }
    record_openings(quantities, by=context.by, at=context.at)


def _verdict(row: Row, plan: Plan, opens: bool) -> Verdict:
    outcome = Outcome.UNCHANGED
    if plan.is_new:
        outcome = Outcome.NEW
    elif plan.changes or opens:
        outcome = Outcome.CHANGED
    remark = "、".join(
        f"{_LABELS.get(name.split('_')[0], name)}: {_word(name, old)} → {_word(name, new)}"
        for name, (old, new) in plan.changes.items()
    )
    note = undo_note(plan) | {"opening": opens}
    changes = outcome != Outcome.UNCHANGED and plan.sku
    return Verdict(
        row.number,
        outcome,
        plan.row.merchant_code,
        remark,
        change=Change(plan.sku.pk, note) if changes and plan.sku else None,
    )


def _word(name: str, value: Any) -> str:
    if value is None:
        return "—"
    if name.endswith("_fen"):
        return format_fen(value)
    return f"{value / 100:g}%" if name == "vat_bp" else str(value)


def judge(batch: Batch, context: Context) -> Sequence[Verdict]:
    """Say what each row would add or change."""
    return _judge(batch, context, write=False)


def store(batch: Batch, context: Context) -> Sequence[Verdict]:
    """Add and change what the rows say."""
    return _judge(batch, context, write=True)


def undo(changes: Sequence[Change], context: Context) -> Sequence[Verdict]:
    """Take back products, SKUs, values and opening stock, one by one, the newest first."""
    skus = Sku.objects.select_related("product__line").in_bulk([c.subject_id for c in changes])
    return [_undo_one(skus.get(change.subject_id), change, context) for change in changes]


def _undo_one(sku: Sku | None, change: Change, context: Context) -> Verdict:
    if sku is None:
        return Verdict(0, Outcome.UNCHANGED, f"#{change.subject_id}")
    code = sku.merchant_code
    if change.before["opening"] and not take_back_opening(sku.pk, at=context.at):
        return Verdict(0, Outcome.REFUSED, code, _("Its opening stock was used since."))
    problem = take_back(sku, change.before, by=context.by, at=context.at)
    return Verdict(0, Outcome.REFUSED if problem else Outcome.CHANGED, code, problem)


PRODUCTS = declare(
    Target(
        code="catalog.products",
        label=gettext_lazy("Products sheet"),
        permission=CanCatalog.IMPORT,
        sheets=(Sheet("products", gettext_lazy("Products sheet"), FIELDS),),
        judge=judge,
        store=store,
        undo=undo,
        key="merchant_code",
        help=gettext_lazy(
            "One row for each SKU. An empty cell keeps what is there; rows of one product share its"
            " product code."
        ),
    )
)

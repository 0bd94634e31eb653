"""A sheet of tracking numbers, as a target of the import session."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhanggui.imports.registry import (
    Batch,
    Context,
    Field,
    Kind,
    Outcome,
    Sheet,
    Target,
    Verdict,
    declare,
)
from zhanggui.shipping import rules, services
from zhanggui.shipping.permissions import Can
from zhanggui.shipping.selectors import Entry, carriers, judge, shapes
from zhanggui.shipping.selectors import Verdict as Judged

NUMBERS = Sheet(
    code="numbers",
    label=gettext_lazy("Tracking numbers from a sheet"),
    fields=(
        Field(
            "order_number",
            gettext_lazy("Order number"),
            ("订单编号", "订单号", "平台订单号", "主订单编号"),
            required=True,
            kind=Kind.ID,
        ),
        Field(
            "number",
            gettext_lazy("Tracking number"),
            ("运单号", "快递单号", "物流单号", "运单号码", "面单号"),
            required=True,
            kind=Kind.ID,
        ),
        Field("carrier", gettext_lazy("Carrier"), ("物流公司", "快递公司", "快递", "承运商")),
    ),
)


def entries_of(batch: Batch) -> list[Entry]:
    """Read the rows; a carrier that nobody knows is told by the number instead."""
    known = shapes(carriers())
    return [
        Entry(
            rules.tidy(row.get("order_number")),
            rules.tidy(row.get("number")),
            rules.carrier_named(row.get("carrier"), known) if row.get("carrier") else "",
        )
        for row in batch.rows
    ]


def verdicts_of(batch: Batch, judged: Sequence[Judged]) -> Iterator[Verdict]:
    for row, verdict in zip(batch.rows, judged, strict=True):
        key = row.get("order_number")
        if verdict.is_repeat:
            yield Verdict(row.number, Outcome.UNCHANGED, key)
        elif verdict.passes:
            fen = verdict.order.paid_fen if verdict.order else 0
            yield Verdict(row.number, Outcome.NEW, key, amount_fen=fen)
        else:
            yield Verdict(
                row.number,
                Outcome.REFUSED,
                key,
                reason=verdict.problem or verdict.warning,
                mend=_("Mend the row, or enter it on the sheet, where a warning can be accepted"),
            )


def judge_rows(batch: Batch, context: Context) -> list[Verdict]:
    """Say what each row would do, and write nothing."""
    return list(verdicts_of(batch, judge(entries_of(batch), by=context.by)))


def store_rows(batch: Batch, context: Context) -> list[Verdict]:
    """Enter the good rows: their orders ship."""
    done = services.enter_tracking(entries=entries_of(batch), by=context.by, at=context.at)
    return list(verdicts_of(batch, done))


declare(
    Target(
        code="shipping.tracking",
        label=gettext_lazy("Tracking numbers from a sheet"),
        permission=Can.ENTER,
        sheets=(NUMBERS,),
        judge=judge_rows,
        store=store_rows,
        key="number",
        help="tracking-entry",
    )
)

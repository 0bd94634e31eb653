"""Order files of the seller centre, as targets of the import session."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhanggui.connectors.taobao.fields import LINES, ORDERS
from zhanggui.connectors.taobao.reading import BadRowError, read_order
from zhanggui.core.periods import SHANGHAI
from zhanggui.imports.models import ImportFile
from zhanggui.imports.registry import (
    Batch,
    Context,
    Option,
    Outcome,
    Row,
    Target,
    Verdict,
    declare,
)
from zhanggui.orders import services
from zhanggui.orders.models import HoldKind
from zhanggui.orders.permissions import Can
from zhanggui.orders.rules import ReceivedOrder
from zhanggui.orders.services import Receipt
from zhanggui.shops.models import Platform, Shop

# ExportOrderList201903121048.csv: when the file was made. Newer names carry a task number.
_STAMP = re.compile(r"List(20\d{10})(?!\d)")
_OUTCOMES = {
    "NEW": Outcome.NEW,
    "CHANGED": Outcome.CHANGED,
    "UNCHANGED": Outcome.UNCHANGED,
    "NO_LINES": Outcome.REFUSED,
}
HOLDS: Mapping[str, Any] = dict(HoldKind.choices)


def told_at(name: str, *, at: datetime) -> datetime:
    """Return when the platform wrote a file, going by its name; now, when that does not say."""
    found = _STAMP.search(name)
    if found is None:
        return at
    try:
        stamp = datetime.strptime(found[1], "%Y%m%d%H%M").replace(tzinfo=SHANGHAI)
    except ValueError:
        return at
    return min(stamp, at)


def _shop(context: Context) -> Shop:
    if "shop" not in context.memory:
        shops = Shop.objects.visible_to(context.by)
        context.memory["shop"] = shops.filter(code=context.options["shop"]).first()
        files = ImportFile.objects.filter(session_id=context.session_id, sheet_code=ORDERS.code)
        name = files.values_list("name", flat=True).first() or ""
        context.memory["told_at"] = told_at(name, at=context.at)
    shop: Shop | None = context.memory["shop"]
    if shop is None:
        raise LookupError("The shop of this import is gone, or not for this person")
    return shop


def shop_choices(user: Any) -> Sequence[tuple[str, str]]:
    """Return the Taobao and Tmall shops that the person works for."""
    shops = Shop.objects.visible_to(user).filter(
        platform__in=(Platform.TAOBAO, Platform.TMALL), is_open=True
    )
    return list(shops.order_by("name", "pk").values_list("code", "name"))


def _read(batch: Batch) -> tuple[list[tuple[Row, ReceivedOrder]], list[Verdict]]:
    """Read the rows of a batch; those that cannot be read are refused with the reason."""
    read, refused = [], list[Verdict]()
    for row in batch.rows:
        try:
            read.append((row, read_order(row, batch.lines_of(row))))
        except BadRowError as error:
            refused.append(
                Verdict(
                    row.number, Outcome.REFUSED, row.get("tid"), reason=str(error), mend=error.mend
                )
            )
    refused += [
        Verdict(
            row.number,
            Outcome.REFUSED,
            row.get("tid"),
            reason=_("The order of this line is not in the order list"),
            mend=_("Export both files for the same period, then upload them together"),
            of_lines=True,
        )
        for row in batch.orphans
    ]
    return read, refused


def _verdicts(
    read: Sequence[tuple[Row, ReceivedOrder]], receipts: Sequence[Receipt]
) -> Iterator[Verdict]:
    for (row, _order), receipt in zip(read, receipts, strict=True):
        if receipt.outcome == "NO_LINES":
            yield Verdict(
                row.number,
                Outcome.REFUSED,
                receipt.tid,
                reason=_("The order is new, and its lines are not in the detail file"),
                mend=_("Export both files for the same period, then upload them together"),
                amount_fen=receipt.paid_fen,
            )
            continue
        held = ", ".join(str(HOLDS[kind]) for kind in receipt.holds)
        yield Verdict(
            row.number,
            _OUTCOMES[receipt.outcome],
            receipt.tid,
            reason=_("Held: %(kinds)s") % {"kinds": held} if held else "",
            amount_fen=receipt.paid_fen,
        )


def judge(batch: Batch, context: Context) -> list[Verdict]:
    """Say what each order of a batch would be, and write nothing."""
    shop = _shop(context)
    read, refused = _read(batch)
    receipts = services.foresee_orders(
        [order for _row, order in read],
        shop=shop,
        at=context.at,
        told_at=context.memory["told_at"],
    )
    return [*_verdicts(read, receipts), *refused]


def store(batch: Batch, context: Context) -> list[Verdict]:
    """Take the orders of a batch in."""
    shop = _shop(context)
    read, refused = _read(batch)
    receipts = services.receive_orders(
        [order for _row, order in read],
        shop=shop,
        by=context.by,
        at=context.at,
        told_at=context.memory["told_at"],
    )
    return [*_verdicts(read, receipts), *refused]


TAOBAO_ORDERS = declare(
    Target(
        code="taobao.orders",
        label=gettext_lazy("Taobao and Tmall orders"),
        permission=Can.IMPORT,
        sheets=(ORDERS, LINES),
        judge=judge,
        store=store,
        key="tid",
        options=(Option("shop", gettext_lazy("Shop"), shop_choices),),
        help=gettext_lazy(
            "Seller centre › Sold goods › Export: the order list (ExportOrderList) and the details"
            " (ExportOrderDetailList) of one period, as they come, csv or xlsx."
        ),
    )
)

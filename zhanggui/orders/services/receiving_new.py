"""Orders that come for the first time.

The measured path of an order file: each order makes some fifteen rows, so rows are made as tuples
and inserted in sets (core.bulk), in one order: stock first, then what hangs on it.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from zhanggui.core.bulk import claim_ids, insert_rows
from zhanggui.core.money import format_fen
from zhanggui.customers.services import Receiver, Seen, know_buyers, know_receivers
from zhanggui.inventory.services import Shortage
from zhanggui.journal.services import Deed, record_many
from zhanggui.orders.actions import RECEIVED
from zhanggui.orders.models import (
    HoldKind,
    Order,
    OrderHold,
    OrderLine,
    OrderSource,
    OrderState,
    RawLine,
    RawOrder,
)
from zhanggui.orders.rules import (
    ReceivedOrder,
    amount_fault,
    code_key,
    line_shares,
    our_state,
    payable,
)
from zhanggui.orders.services.codes import skus_by_code
from zhanggui.orders.services.reserving import reserve, shortage_detail
from zhanggui.org.models import User
from zhanggui.shops.models import Shop

# (line id or None for the whole order, kind, detail)
Reason = tuple[int | None, str, str]
ACTIVE = frozenset({OrderState.UNPAID.value, OrderState.TO_SHIP.value})


@dataclass(frozen=True, slots=True)
class Telling:
    """An order as told, and how that stands to what was told before."""

    order: ReceivedOrder
    told_at: datetime
    digest: str
    is_known: bool


@dataclass(slots=True)
class Draft:
    """An order on its way into the tables: its keys, its state, what holds it."""

    telling: Telling
    raw_id: int
    order_id: int
    state: str
    line_ids: Sequence[int]
    raw_line_ids: Sequence[int]
    sku_ids: Sequence[int | None]
    customer_id: int | None = None
    contact_id: int | None = None
    reasons: list[Reason] = field(default_factory=list)

    @property
    def order(self) -> ReceivedOrder:
        return self.telling.order


def insert_new(
    tellings: Sequence[Telling], *, shop: Shop, by: User | None, at: datetime
) -> dict[str, tuple[str, ...]]:
    """Insert orders that no one told of before; return what holds them, by platform number."""
    if not tellings:
        return {}
    drafts = _drafts(tellings, shop)
    _hold_short_ones(drafts, at)
    _add_people(drafts, shop, at)
    _insert_raw(drafts, shop, at)
    _insert_orders(drafts, shop)
    _insert_holds(drafts, at)
    record_many(
        RECEIVED,
        by=by,
        subject_model=Order,
        deeds=[
            Deed(draft.order_id, at, {"shop": shop.code, "paid_fen": payable(draft.order)})
            for draft in drafts
        ],
    )
    return {
        draft.order.tid: tuple(dict.fromkeys(kind for _line, kind, _detail in draft.reasons))
        for draft in drafts
    }


def _drafts(tellings: Sequence[Telling], shop: Shop) -> list[Draft]:
    keys = {
        code_key(line.merchant_code, line.title, line.spec)
        for telling in tellings
        for line in telling.order.lines
    }
    skus = skus_by_code(shop_id=shop.pk, keys=keys)
    total = sum(len(telling.order.lines) for telling in tellings)
    raw_ids, order_ids = claim_ids(RawOrder, len(tellings)), claim_ids(Order, len(tellings))
    line_ids, raw_line_ids = claim_ids(OrderLine, total), claim_ids(RawLine, total)
    drafts, start = [], 0
    for place, telling in enumerate(tellings):
        lines = telling.order.lines
        end = start + len(lines)
        draft = Draft(
            telling=telling,
            raw_id=raw_ids[place],
            order_id=order_ids[place],
            state=our_state(
                telling.order.status, "UNPAID", all_closed=all(line.is_closed for line in lines)
            ),
            line_ids=line_ids[start:end],
            raw_line_ids=raw_line_ids[start:end],
            sku_ids=[
                skus.get(code_key(line.merchant_code, line.title, line.spec)) for line in lines
            ],
        )
        if draft.state in ACTIVE:
            draft.reasons = reasons_to_hold(draft.order, draft.line_ids, draft.sku_ids)
        drafts.append(draft)
        start = end
    return drafts


def reasons_to_hold(
    order: ReceivedOrder, line_ids: Sequence[int], sku_ids: Sequence[int | None]
) -> list[Reason]:
    """Return why an order must wait, but for shortages; both ids go by the order's lines."""
    reasons: list[Reason] = []
    fault = amount_fault(order)
    if fault:
        detail = f"{format_fen(fault.told_fen)} ≠ {format_fen(fault.added_fen)}"
        reasons.append((None, HoldKind.AMOUNT.value, detail))
    for line, line_id, sku_id in zip(order.lines, line_ids, sku_ids, strict=True):
        if line.is_closed:
            continue
        if sku_id is None:
            key = code_key(line.merchant_code, line.title, line.spec)
            reasons.append((line_id, HoldKind.UNKNOWN_SKU.value, key))
        if line.asks_refund:
            reasons.append((line_id, HoldKind.REFUND.value, line.merchant_code))
    return reasons


def _hold_short_ones(drafts: Sequence[Draft], at: datetime) -> None:
    """Reserve stock for what is paid; hold the lines that get none."""
    wanted, owners = [], dict[int, tuple[Draft, str]]()
    for draft in drafts:
        if draft.state != OrderState.TO_SHIP:
            continue
        paid_at = draft.order.paid_at or draft.order.created_at
        for line, line_id, sku_id in zip(
            draft.order.lines, draft.line_ids, draft.sku_ids, strict=True
        ):
            if sku_id is not None and not line.is_closed:
                wanted.append((paid_at, line_id, sku_id, line.quantity))
                owners[line_id] = draft, line.merchant_code
    short: Sequence[Shortage] = reserve(wanted, at=at)
    for one in short:
        draft, code = owners[one.wanted.origin_id]
        detail = shortage_detail(code, one)
        draft.reasons.append((one.wanted.origin_id, HoldKind.SHORTAGE.value, detail))


def _add_people(drafts: Sequence[Draft], shop: Shop, at: datetime) -> None:
    moments: Mapping[str, list[datetime]] = defaultdict(list)
    for draft in drafts:
        if draft.order.buyer:
            moments[draft.order.buyer].append(draft.order.created_at)
    buyers = know_buyers(
        shop_id=shop.pk,
        seen={buyer: Seen(len(when), min(when), max(when)) for buyer, when in moments.items()},
    )
    receivers = {}
    for draft in drafts:
        draft.customer_id = buyers.get(draft.order.buyer)
        receivers[draft.order_id] = receiver_of(draft.order, draft.customer_id)
    contacts = know_receivers(shop_id=shop.pk, receivers=receivers.values(), at=at)
    for draft in drafts:
        draft.contact_id = contacts.get(receivers[draft.order_id])


def receiver_of(order: ReceivedOrder, customer_id: int | None) -> Receiver:
    return Receiver(customer_id, order.receiver, order.phone, order.address, order.oaid)


def private_text(order: ReceivedOrder) -> str:
    """Write the columns that name the buyer as JSON, to be sealed."""
    return json.dumps(dict(order.private), ensure_ascii=False) if order.private else ""


RAW_FIELDS = (
    "id", "shop", "tid", "status", "data", "private", "paid_fen", "created_at", "paid_at",
    "received_at", "told_at", "digest",
)  # fmt: skip
ORDER_FIELDS = (
    "id", "number", "number_tail", "shop", "customer", "contact", "state", "goods_fen",
    "freight_fen", "paid_fen", "buyer_note", "seller_note", "ordered_at", "paid_at", "ship_by",
    "shipped_at", "closed_at", "open_holds",
)  # fmt: skip
LINE_FIELDS = (
    "id", "order", "raw_line", "sku", "merchant_code", "title", "spec", "quantity",
    "unit_price_fen", "paid_fen", "is_closed",
)  # fmt: skip
HOLD_FIELDS = ("id", "order", "line", "kind", "detail", "opened_at", "note")


def _insert_raw(drafts: Sequence[Draft], shop: Shop, at: datetime) -> None:
    insert_rows(
        RawOrder,
        RAW_FIELDS,
        [
            (
                d.raw_id, shop.pk, d.order.tid, d.order.status, d.order.data,
                private_text(d.order), payable(d.order), d.order.created_at, d.order.paid_at, at,
                d.telling.told_at, d.telling.digest,
            )
            for d in drafts
        ],
    )  # fmt: skip
    insert_rows(
        RawLine,
        ("id", "raw_order", "oid", "data"),
        [
            (line_id, d.raw_id, line.oid, line.data)
            for d in drafts
            for line_id, line in zip(d.raw_line_ids, d.order.lines, strict=True)
        ],
    )


def ship_by(order: ReceivedOrder, shop: Shop) -> datetime | None:
    """Return when the shop's promise to the buyer runs out."""
    return order.paid_at + timedelta(hours=shop.promised_hours) if order.paid_at else None


def shipped_at(order: ReceivedOrder, state: str) -> datetime | None:
    """Return when an order left that was shipped elsewhere: when it was paid, at the earliest."""
    if state not in {OrderState.SHIPPED, OrderState.FINISHED}:
        return order.shipped_at
    return order.shipped_at or order.paid_at or order.created_at


def _order_row(d: Draft, shop: Shop) -> tuple[Any, ...]:
    order, over = d.order, d.state in {OrderState.CANCELLED, OrderState.FINISHED}
    return (
        d.order_id, order.tid, order.tid[-4:], shop.pk, d.customer_id, d.contact_id, d.state,
        order.goods_fen, order.freight_fen, payable(order), order.buyer_note, order.seller_note,
        order.created_at, order.paid_at, ship_by(order, shop), shipped_at(order, d.state),
        (order.closed_at or d.telling.told_at) if over else None, len(d.reasons),
    )  # fmt: skip


def _line_rows(d: Draft) -> list[tuple[Any, ...]]:
    return [
        (
            d.line_ids[i], d.order_id, d.raw_line_ids[i], d.sku_ids[i], line.merchant_code,
            line.title, line.spec, line.quantity, line.unit_price_fen, share, line.is_closed,
        )
        for i, (line, share) in enumerate(zip(d.order.lines, line_shares(d.order), strict=True))
    ]  # fmt: skip


def _insert_orders(drafts: Sequence[Draft], shop: Shop) -> None:
    insert_rows(Order, ORDER_FIELDS, [_order_row(draft, shop) for draft in drafts])
    ids = claim_ids(OrderSource, len(drafts))
    insert_rows(
        OrderSource,
        ("id", "order", "raw_order"),
        [(pk, draft.order_id, draft.raw_id) for pk, draft in zip(ids, drafts, strict=True)],
    )
    insert_rows(OrderLine, LINE_FIELDS, [row for draft in drafts for row in _line_rows(draft)])


def _insert_holds(drafts: Sequence[Draft], at: datetime) -> None:
    reasons = [(draft.order_id, *reason) for draft in drafts for reason in draft.reasons]
    ids = claim_ids(OrderHold, len(reasons))
    insert_rows(
        OrderHold,
        HOLD_FIELDS,
        [
            (pk, order_id, line_id, kind, detail[:255], at, "")
            for pk, (order_id, line_id, kind, detail) in zip(ids, reasons, strict=True)
        ],
    )

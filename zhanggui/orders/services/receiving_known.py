"""Orders that are known and told of anew: the newer telling moves them on, never back."""

from collections.abc import Sequence
from datetime import datetime

from zhanggui.core.bulk import update_rows
from zhanggui.core.money import share_out
from zhanggui.customers.services import Seen, know_buyers, know_receivers
from zhanggui.journal.actions import Action
from zhanggui.journal.services import Deed, record_many
from zhanggui.orders.actions import CANCELLED, SHIPPED, UPDATED
from zhanggui.orders.models import (
    Order,
    OrderHold,
    OrderLine,
    OrderState,
    RawLine,
    RawOrder,
)
from zhanggui.orders.rules import line_shares, our_state, payable
from zhanggui.orders.services.changes import LEFT, Change, loaded, pair_lines
from zhanggui.orders.services.receiving_new import (
    ACTIVE,
    Telling,
    private_text,
    receiver_of,
    ship_by,
    shipped_at,
)
from zhanggui.orders.services.reserving import recount_holds
from zhanggui.orders.services.settling import settle_holds, settle_stock
from zhanggui.org.models import User
from zhanggui.shops.models import Shop


def change_known(
    tellings: Sequence[Telling], *, shop: Shop, by: User | None, at: datetime
) -> dict[str, tuple[str, ...]]:
    """Bring known orders up to what is told; return what holds them now, by platform number."""
    if not tellings:
        return {}
    changes = loaded(tellings, shop)
    pair_lines(changes, shop)
    for change in changes:
        _move_on(change, shop)
    _change_receivers(changes, shop, at)
    _write(changes, at)
    settle_stock(changes, at)
    settle_holds(changes, at)
    recount_holds([change.order.pk for change in changes])
    _record(changes, by, at)
    open_now = OrderHold.objects.filter(
        order__in=[change.order.pk for change in changes], cleared_at=None
    )
    holds: dict[str, tuple[str, ...]] = {}
    for number, kind in open_now.values_list("order__number", "kind").order_by("pk"):
        holds[number] = (*holds.get(number, ()), kind)
    return holds


def _share_out(change: Change) -> None:
    """Set what each line was paid so that the lines add up to what the order was paid."""
    told = change.telling.order
    if change.is_whole:
        shares = dict(zip((x.oid for x in told.lines), line_shares(told), strict=True))
        for line, received in change.lines:
            line.paid_fen = shares[received.oid] if received else 0
        return
    weights = [line.unit_price_fen * line.quantity for line, _told in change.lines]
    goods = max(payable(told) - told.freight_fen, 0)
    for (line, _told), share in zip(change.lines, share_out(goods, weights), strict=True):
        line.paid_fen = share


def _move_on(change: Change, shop: Shop) -> None:
    told, raw, order = change.telling.order, change.raw, change.order
    for line, received in change.lines:
        if received is not None and line.raw_line is not None:
            line.raw_line.data = dict(received.data)
            if received.is_closed and not line.is_closed:
                line.is_closed = True
                change.newly_closed.append(line.pk)
    _share_out(change)
    raw.status, raw.data, raw.private = told.status, dict(told.data), private_text(told)
    raw.paid_fen, raw.paid_at = payable(told), told.paid_at
    raw.told_at, raw.digest = change.telling.told_at, change.telling.digest
    all_closed = all(line.is_closed for line, _told in change.lines)
    order.state = our_state(told.status, order.state, all_closed=all_closed)
    order.goods_fen, order.freight_fen, order.paid_fen = (
        told.goods_fen,
        told.freight_fen,
        raw.paid_fen,
    )
    order.buyer_note, order.seller_note = told.buyer_note, told.seller_note
    order.paid_at = told.paid_at or order.paid_at
    order.ship_by = ship_by(told, shop) or order.ship_by
    order.shipped_at = order.shipped_at or shipped_at(told, order.state)
    if order.state in {OrderState.CANCELLED, OrderState.FINISHED}:
        order.closed_at = order.closed_at or told.closed_at or change.telling.told_at


def _change_receivers(changes: Sequence[Change], shop: Shop, at: datetime) -> None:
    """Follow a buyer who changed the address, or whom an earlier file withheld."""
    newly_named = {
        change.telling.order.buyer: Seen(1, change.order.ordered_at, change.order.ordered_at)
        for change in changes
        if change.telling.order.buyer and change.order.customer_id is None
    }
    buyers = know_buyers(shop_id=shop.pk, seen=newly_named)
    receivers = {}
    for change in changes:
        order, told = change.order, change.telling.order
        if order.customer_id is None and told.buyer:
            order.customer_id = buyers[told.buyer]
        receivers[order.pk] = receiver_of(told, order.customer_id)
    contacts = know_receivers(shop_id=shop.pk, receivers=receivers.values(), at=at)
    for change in changes:
        found = contacts.get(receivers[change.order.pk])
        change.order.contact_id = found or change.order.contact_id


def _write(changes: Sequence[Change], at: datetime) -> None:
    raw_fields = ("status", "data", "private", "paid_fen", "paid_at", "told_at", "digest")
    order_fields = (
        "customer", "contact", "state", "goods_fen", "freight_fen", "paid_fen", "buyer_note",
        "seller_note", "paid_at", "ship_by", "shipped_at", "closed_at",
    )  # fmt: skip
    update_rows(
        RawOrder,
        (*raw_fields, "received_at"),
        [(*(getattr(c.raw, name) for name in raw_fields), at, c.raw.pk) for c in changes],
    )
    columns = [f"{name}_id" if name in {"customer", "contact"} else name for name in order_fields]
    update_rows(
        Order,
        order_fields,
        [(*(getattr(c.order, name) for name in columns), c.order.pk) for c in changes],
    )
    lines = [line for change in changes for line, _told in change.lines]
    update_rows(
        OrderLine, ("paid_fen", "is_closed"), [(x.paid_fen, x.is_closed, x.pk) for x in lines]
    )
    update_rows(
        RawLine,
        ("data",),
        [
            (line.raw_line.data, line.raw_line.pk)
            for change in changes
            for line, told in change.lines
            if told is not None and line.raw_line
        ],
    )


def _record(changes: Sequence[Change], by: User | None, at: datetime) -> None:
    deeds: dict[Action, list[Deed]] = {UPDATED: [], CANCELLED: [], SHIPPED: []}
    for change in changes:
        order = change.order
        facts: dict[str, str | int | bool | None] = {"from": change.was, "to": order.state}
        if order.state == OrderState.CANCELLED and change.was != OrderState.CANCELLED:
            deeds[CANCELLED].append(Deed(order.pk, at, facts))
        elif order.state in LEFT and change.was in ACTIVE:
            deeds[SHIPPED].append(
                Deed(order.pk, order.shipped_at or at, facts | {"elsewhere": True})
            )
        else:
            deeds[UPDATED].append(Deed(order.pk, at, facts))
    for action, done in deeds.items():
        record_many(action, by=by, subject_model=Order, deeds=done)

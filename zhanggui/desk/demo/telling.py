"""What the platform tells of the demo's orders, as its files say it."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from zhanggui.core.money import share_out
from zhanggui.desk.demo.trade import Bought
from zhanggui.orders.rules import ReceivedLine, ReceivedOrder

# How long a parcel is under way before the buyer confirms it, as far as the demo goes.
CONFIRMED_AFTER = timedelta(days=9)
# One order in so many names a merchant code that the product library does not know.
MISSPELT_EVERY = 211


def status_of(order: Bought, *, shipped_at: datetime | None, at: datetime) -> str:
    """Say how far an order has come on the platform at a moment."""
    if order.paid_at is None:
        closed = order.closed and at - order.ordered_at > timedelta(days=1)
        return "TRADE_CLOSED_BY_TAOBAO" if closed else "WAIT_BUYER_PAY"
    if order.closed:
        closed = at - order.paid_at > timedelta(hours=20)
        return "TRADE_CLOSED" if closed else "WAIT_SELLER_SEND_GOODS"
    if shipped_at is None:
        return "WAIT_SELLER_SEND_GOODS"
    done = at - shipped_at > CONFIRMED_AFTER
    return "TRADE_FINISHED" if done else "WAIT_BUYER_CONFIRM_GOODS"


def _lines(order: Bought, status: str) -> Iterator[ReceivedLine]:
    goods = [line.unit_price_fen * line.quantity for line in order.lines]
    paid = share_out(order.goods_fen - order.discount_fen, goods)
    for place, (line, share) in enumerate(zip(order.lines, paid, strict=True), 1):
        code = line.good.merchant_code
        misspelt = int(order.number) % MISSPELT_EVERY == 0
        yield ReceivedLine(
            title=f"家蕊 {line.good.name} {line.good.product_code}",
            quantity=line.quantity,
            oid=f"{int(order.number) + place}",
            merchant_code=f"{code}-旧" if misspelt else code,
            spec=f"规格:{line.good.spec}",
            unit_price_fen=line.unit_price_fen,
            paid_fen=share if order.paid_at else 0,
            is_closed=status.startswith("TRADE_CLOSED"),
        )


def told(order: Bought, *, shipped_at: datetime | None, at: datetime) -> ReceivedOrder:
    """Say an order as the platform would at a moment."""
    status = status_of(order, shipped_at=shipped_at, at=at)
    address = f"{order.province} {order.city} {order.district} {order.street}"
    ended = status in {"TRADE_FINISHED", "TRADE_CLOSED", "TRADE_CLOSED_BY_TAOBAO"}
    return ReceivedOrder(
        tid=order.number,
        status=status,
        created_at=order.ordered_at,
        goods_fen=order.goods_fen - order.discount_fen,
        freight_fen=order.freight_fen,
        total_fen=order.paid_fen,
        paid_fen=order.paid_fen if order.paid_at else 0,
        lines=tuple(_lines(order, status)),
        buyer=order.nick,
        receiver=order.receiver,
        phone=order.phone,
        address=address,
        paid_at=order.paid_at,
        shipped_at=shipped_at,
        closed_at=at if ended else None,
        buyer_note=order.note,
    )


def news(
    orders: Iterable[Bought], shipped: dict[str, datetime], *, at: datetime
) -> list[ReceivedOrder]:
    """Say those of the orders that had been made by a moment, the newest first."""
    return [
        told(order, shipped_at=shipped.get(order.number), at=at)
        for order in sorted(orders, key=lambda o: o.ordered_at, reverse=True)
        if order.ordered_at <= at
    ]

"""What an order is, as a platform tells it, and what follows from that. Pure Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from zhanggui.core.money import share_out

# How far an order has come on the platform. What is told later never takes it back.
RANK = {
    "WAIT_BUYER_PAY": 0,
    "WAIT_SELLER_SEND_GOODS": 1,
    "WAIT_BUYER_CONFIRM_GOODS": 2,
    "TRADE_FINISHED": 3,
    "TRADE_CLOSED_BY_TAOBAO": 4,
    "TRADE_CLOSED": 5,
}
PAID = frozenset({"WAIT_SELLER_SEND_GOODS", "WAIT_BUYER_CONFIRM_GOODS", "TRADE_FINISHED"})
CLOSED = frozenset({"TRADE_CLOSED_BY_TAOBAO", "TRADE_CLOSED"})


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """Goods of an order as a platform tells them.

    `oid` is empty where the file gives no line number, `paid_fen` None where it gives no amount.
    """

    title: str
    quantity: int
    oid: str = ""
    merchant_code: str = ""
    spec: str = ""
    unit_price_fen: int = 0
    paid_fen: int | None = None
    is_closed: bool = False
    asks_refund: bool = False
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReceivedOrder:
    """An order as a platform tells it; amounts in fen, times aware.

    `goods_fen` and `freight_fen` are what the buyer owes, `total_fen` what the file calls their
    sum, `paid_fen` what was paid (0 before payment). `lines` is empty where only the order itself
    is told. `data` holds every other column as received, `private` those that name the buyer.
    """

    tid: str
    status: str
    created_at: datetime
    goods_fen: int
    freight_fen: int
    total_fen: int
    paid_fen: int
    lines: Sequence[ReceivedLine] = ()
    buyer: str = ""
    receiver: str = ""
    phone: str = ""
    address: str = ""
    oaid: str = ""
    paid_at: datetime | None = None
    shipped_at: datetime | None = None
    closed_at: datetime | None = None
    buyer_note: str = ""
    seller_note: str = ""
    data: Mapping[str, str] = field(default_factory=dict)
    private: Mapping[str, str] = field(default_factory=dict)


def code_key(line: ReceivedLine) -> str:
    """Return what stands for the goods when they are matched to a SKU by hand."""
    return line.merchant_code or f"{line.title[:150]}|{line.spec[:100]}"


def payable(order: ReceivedOrder) -> int:
    """Return what the order is worth to us, freight included: what was paid, or is owed."""
    return order.paid_fen if order.status in PAID or order.paid_fen else order.total_fen


def line_shares(order: ReceivedOrder) -> list[int]:
    """Split what is paid for the goods over the lines, to the fen.

    By what the platform says each line was paid, or by price times quantity where it says nothing.
    """
    goods = payable(order) - order.freight_fen
    told = [line.paid_fen for line in order.lines]
    if any(told) and None not in told:
        weights = [max(fen or 0, 0) for fen in told]
        return weights if sum(weights) == goods else share_out(goods, weights)
    return share_out(goods, [line.unit_price_fen * line.quantity for line in order.lines])


def amount_fault(order: ReceivedOrder) -> tuple[int, int] | None:
    """Return two totals that should be equal and are not: (as the file says, as it adds up).

    None when goods and freight make the total, and the lines make what was paid: with or without
    the freight in them, for files differ. Lines without amounts of their own must be worth what
    was paid for them, at least: a discount is no fault, a surcharge is.
    """
    if order.goods_fen + order.freight_fen != order.total_fen:
        return order.total_fen, order.goods_fen + order.freight_fen
    told = [line.paid_fen for line in order.lines]
    goods = payable(order) - order.freight_fen
    if goods < 0:
        return payable(order), order.freight_fen
    if any(told) and None not in told:
        added = sum(fen or 0 for fen in told)
        return None if added in {goods, payable(order)} else (payable(order), added)
    worth = sum(line.unit_price_fen * line.quantity for line in order.lines)
    return (goods, worth) if order.lines and worth < goods else None

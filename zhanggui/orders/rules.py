"""What an order is, as a platform tells it, and what follows from that. Pure Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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


@dataclass(frozen=True)
class Fault:
    """Two totals that should be equal: what the file says, and what it adds up to."""

    told_fen: int
    added_fen: int


def code_key(code: str, title: str, spec: str) -> str:
    """Return what stands for the goods when they are matched to a SKU by hand."""
    return code or f"{title[:150]}|{spec[:100]}"


def _content(line: ReceivedLine) -> tuple[str, str, str, int, int]:
    return line.merchant_code, line.title, line.spec, line.unit_price_fen, line.quantity


def numbered(order: ReceivedOrder) -> ReceivedOrder:
    """Return the order with its lines in an order that does not depend on their place in the file.

    Lines without a number get tid-1, tid-2 … in the order of their content.
    """
    lines = sorted(order.lines, key=lambda line: (line.oid, *_content(line)))
    if lines and not lines[0].oid:
        lines = [
            line if line.oid else replace(line, oid=f"{order.tid}-{place}")
            for place, line in enumerate(lines, 1)
        ]
    return replace(order, lines=tuple(lines))


def has_own_numbers(order: ReceivedOrder) -> bool:
    """Whether the platform numbers the lines itself (it does since 2021)."""
    return all(not line.oid.startswith(f"{order.tid}-") for line in order.lines)


def _flat(pairs: Iterable[tuple[str, str]]) -> str:
    return "\x1f".join(f"{name}\x1e{text}" for name, text in sorted(pairs))


def fingerprint_texts(order: ReceivedOrder) -> tuple[str, str]:
    """Write out all that was told of an order, and of its lines ("" when none were told).

    Equal texts, equal orders: their hashes say whether a file brings news.
    """
    head = (
        order.tid, order.status, order.created_at, order.goods_fen, order.freight_fen,
        order.total_fen, order.paid_fen, order.buyer, order.receiver, order.phone, order.address,
        order.oaid, order.paid_at, order.shipped_at, order.closed_at, order.buyer_note,
        order.seller_note, _flat(order.data.items()), _flat(order.private.items()),
    )  # fmt: skip
    lines = "\x1d".join(
        f"{line.oid}\x1f{_content(line)}{line.paid_fen}{line.is_closed}{line.asks_refund}"
        f"{_flat(line.data.items())}"
        for line in order.lines
    )
    return "\x1d".join(map(str, head)), lines


def payable(order: ReceivedOrder) -> int:
    """Return what the order is worth to us, freight included: what was paid, or is owed."""
    return order.paid_fen if order.status in PAID or order.paid_fen else order.total_fen


def _told_shares(lines: Sequence[ReceivedLine]) -> list[int] | None:
    told = [line.paid_fen for line in lines if line.paid_fen is not None]
    return told if any(told) and len(told) == len(lines) else None


def line_shares(order: ReceivedOrder) -> list[int]:
    """Split what is paid for the goods over the lines, to the fen.

    By what the platform says each line was paid, or by price times quantity where it says nothing.
    """
    goods = max(payable(order) - order.freight_fen, 0)
    told = _told_shares(order.lines)
    if told is not None and sum(told) == goods:
        return told
    weights = told or [line.unit_price_fen * line.quantity for line in order.lines]
    return share_out(goods, weights)


def amount_fault(order: ReceivedOrder) -> Fault | None:
    """Return two totals that should be equal and are not.

    Goods and freight make the total; the lines make what was paid, with the freight in them or
    without, for files differ. Lines without amounts of their own must be worth what was paid for
    them, at least: a discount is no fault, a surcharge is.
    """
    if order.goods_fen + order.freight_fen != order.total_fen:
        return Fault(order.total_fen, order.goods_fen + order.freight_fen)
    worth, goods = payable(order), payable(order) - order.freight_fen
    if goods < 0:
        return Fault(worth, order.freight_fen)
    told = _told_shares(order.lines)
    if told is not None:
        return None if sum(told) in {goods, worth} else Fault(worth, sum(told))
    listed = sum(line.unit_price_fen * line.quantity for line in order.lines)
    return Fault(goods, listed) if order.lines and listed < goods else None


def our_state(status: str, ours: str, *, all_closed: bool) -> str:
    """Return where our work on an order stands once the platform says `status`.

    The platform is behind us between our shipping and its knowing: what we shipped stays shipped.
    """
    if ours == "CANCELLED" or status in CLOSED or (all_closed and ours in {"UNPAID", "TO_SHIP"}):
        return "CANCELLED"
    if status == "TRADE_FINISHED" or ours == "FINISHED":
        return "FINISHED"
    if status == "WAIT_BUYER_CONFIRM_GOODS" or ours == "SHIPPED":
        return "SHIPPED"
    return "TO_SHIP" if status == "WAIT_SELLER_SEND_GOODS" or ours == "TO_SHIP" else "UNPAID"


def is_news(told: tuple[str, datetime, str], known: tuple[str, datetime, str]) -> bool:
    """Whether a telling (status, as of, digest) takes the place of the known one.

    The state that is further on wins, then what was told later, then the digest: whatever the
    order in which tellings come, the same one stays.
    """
    return (RANK[told[0]], *told[1:]) > (RANK[known[0]], *known[1:])

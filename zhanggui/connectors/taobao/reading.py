"""From the rows of the two order files to orders: what the words in the cells mean."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from django.utils.translation import gettext as _

from zhanggui.connectors.taobao.fields import LINE_HEADINGS, ORDER_HEADINGS, is_private
from zhanggui.core.money import BadMoneyError, parse_fen
from zhanggui.core.periods import SHANGHAI
from zhanggui.imports.registry import Row
from zhanggui.imports.rules import BadCellError, parse_time, parse_whole
from zhanggui.orders.rules import ReceivedLine, ReceivedOrder

STATUSES = {
    "等待买家付款": "WAIT_BUYER_PAY",
    "买家已付款，等待卖家发货": "WAIT_SELLER_SEND_GOODS",
    "卖家部分发货": "WAIT_SELLER_SEND_GOODS",
    "卖家已发货，等待买家确认": "WAIT_BUYER_CONFIRM_GOODS",
    "买家已签收": "WAIT_BUYER_CONFIRM_GOODS",
    "交易成功": "TRADE_FINISHED",
    "交易关闭": "TRADE_CLOSED",
}
MAX_QUANTITY = 1_000_000
_TID = re.compile(r"^\d{6,40}$")
_REFUNDED = frozenset({"退款成功", "退款完成"})
_NO_REFUND = frozenset({"", "没有申请退款", "无退款申请", "退款关闭"})


class BadRowError(ValueError):
    """A row cannot be read. `mend` says what to do about it; both are for the user."""

    def __init__(self, reason: str, mend: str = "") -> None:
        super().__init__(reason)
        self.mend = mend


def _bad_cell(heading: str, text: str) -> BadRowError:
    return BadRowError(
        _("%(column)s: “%(text)s” cannot be read") % {"column": heading, "text": text[:40]},
        _("Export the file again and upload it as it is, without saving it in Excel"),
    )


def _tid(text: str, heading: str) -> str:
    if not _TID.match(text):
        raise _bad_cell(heading, text)
    return text


def _fen(row: Row, field: str, headings: Mapping[str, str]) -> int:
    text = row.values.get(field)
    if not text:
        return 0
    try:
        fen = parse_fen(text)
    except BadMoneyError as error:
        raise _bad_cell(headings[field], text) from error
    if fen < 0:
        raise BadRowError(
            _("%(column)s: “%(text)s” is less than nothing")
            % {"column": headings[field], "text": text[:40]}
        )
    return fen


def _time(row: Row, field: str) -> datetime | None:
    text = row.values.get(field)
    if not text:
        return None
    try:
        # The platform's own form, ten times as fast as trying several.
        if len(text) == 19 and text[4] == "-":
            return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
        return parse_time(text)
    except (ValueError, BadCellError) as error:
        raise _bad_cell(ORDER_HEADINGS[field], text) from error


@lru_cache(maxsize=256)
def _status(text: str) -> str:
    """Return the code of a state in words: with either comma, with words after it, or ""."""
    plain = text.replace(",", "，").replace(" ", "")
    known = (code for words, code in STATUSES.items() if plain.startswith(words))
    return STATUSES.get(plain) or next(known, "")


def _order_status(row: Row, *, is_paid: bool) -> str:
    text = row.get("status")
    status = _status(text)
    if not status:
        raise BadRowError(_("The order state “%(text)s” is unknown") % {"text": text[:40]})
    if status == "TRADE_CLOSED" and not is_paid and "退款" not in row.get("close_reason"):
        return "TRADE_CLOSED_BY_TAOBAO"
    return status


def _as_received(row: Row, headings: Mapping[str, str], private: dict[str, str]) -> dict[str, str]:
    """Return the filled cells by heading; those that say who the buyer is go to `private`."""
    public: dict[str, str] = {}
    for name, text in row.values.items():
        if text:
            heading = headings[name]
            (private if is_private(heading) else public)[heading] = text
    for heading, text in row.extra.items():
        if text:
            (private if is_private(heading) else public)[heading] = text
    return public


def read_line(row: Row, private: dict[str, str]) -> ReceivedLine:
    """Read a row of the detail file.

    :raises BadRowError: if a cell cannot be what its column says
    """
    refund, bundle, spec = row.get("refund"), row.get("bundle"), row.get("spec")
    quantity = row.get("quantity")
    try:
        pieces = parse_whole(quantity)
    except BadCellError as error:
        raise _bad_cell("购买数量", quantity) from error
    if not 0 < pieces <= MAX_QUANTITY:
        raise BadRowError(_("“%(text)s” is not a quantity to ship") % {"text": quantity[:40]})
    oid = row.get("oid")
    return ReceivedLine(
        title=row.get("title")[:200],
        quantity=pieces,
        oid=_tid(oid, "子订单编号") if oid else "",
        merchant_code=(row.get("merchant_code") or row.get("outer_code"))[:64],
        spec=(f"{spec} {bundle}" if bundle else spec)[:200],
        unit_price_fen=_fen(row, "price", LINE_HEADINGS),
        paid_fen=_fen(row, "paid", LINE_HEADINGS) if row.get("paid") else None,
        is_closed=row.get("status") == "交易关闭" or refund in _REFUNDED,
        asks_refund=refund not in _REFUNDED and refund not in _NO_REFUND,
        data=_as_received(row, LINE_HEADINGS, private),
    )


def read_order(row: Row, line_rows: Sequence[Row]) -> ReceivedOrder:
    """Read a row of the order list with its rows of the detail file.

    :raises BadRowError: if a cell cannot be what its column says
    """
    private: dict[str, str] = {}
    data = _as_received(row, ORDER_HEADINGS, private)
    created, paid_at = _time(row, "created"), _time(row, "paid_at")
    if created is None:
        raise _bad_cell("订单创建时间", "")
    goods = _fen(row, "goods", ORDER_HEADINGS)
    freight = _fen(row, "freight", ORDER_HEADINGS)
    lines = tuple(read_line(line, private) for line in line_rows)
    shipped = [_time(row, "shipped_at"), *(_time(line, "shipped_at") for line in line_rows)]
    return ReceivedOrder(
        tid=_tid(row.get("tid"), "订单编号"),
        status=_order_status(row, is_paid=paid_at is not None),
        created_at=created,
        goods_fen=goods,
        freight_fen=freight,
        total_fen=_fen(row, "total", ORDER_HEADINGS) if row.get("total") else goods + freight,
        paid_fen=_fen(row, "paid", ORDER_HEADINGS),
        lines=lines,
        buyer=row.get("buyer")[:120],
        receiver=row.get("receiver"),
        phone=row.get("mobile") or row.get("phone"),
        address=row.get("new_address") or row.get("address"),
        oaid=row.get("oaid")[:160],
        paid_at=paid_at,
        shipped_at=max((moment for moment in shipped if moment), default=None),
        closed_at=_time(row, "closed_at"),
        buyer_note=row.get("buyer_note"),
        seller_note=row.get("seller_note"),
        data=data,
        private=private,
    )

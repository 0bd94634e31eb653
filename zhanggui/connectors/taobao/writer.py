"""Order files as the seller centre writes them, in any of its layouts, from orders.

For the demo company, tests and measurements: the same orders give the same bytes (csv).
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TextIO

import xlsxwriter

from zhanggui.connectors.taobao.layouts import LAYOUTS, NEWEST_CSV, Layout
from zhanggui.core.periods import SHANGHAI
from zhanggui.orders.rules import ReceivedLine, ReceivedOrder

STATUS_WORDS = {
    "WAIT_BUYER_PAY": "等待买家付款",
    "WAIT_SELLER_SEND_GOODS": "买家已付款，等待卖家发货",
    "WAIT_BUYER_CONFIRM_GOODS": "卖家已发货，等待买家确认",
    "TRADE_FINISHED": "交易成功",
    "TRADE_CLOSED": "交易关闭",
    "TRADE_CLOSED_BY_TAOBAO": "交易关闭",
}
CLOSE_WORDS = {"TRADE_CLOSED": "退款", "TRADE_CLOSED_BY_TAOBAO": "买家未付款"}
# Digits that Excel would round: the csv wraps them as ="…".
_IDS = frozenset({"订单编号", "子订单编号", "主订单编号", "支付单号"})


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _clock(moment: datetime | None) -> str:
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S") if moment else ""


def _order_cells(order: ReceivedOrder) -> dict[str, str]:
    """Return what the order list says, by heading without the spaces behind it."""
    cells = {
        "订单编号": order.tid,
        "买家应付货款": _yuan(order.goods_fen),
        "买家应付邮费": _yuan(order.freight_fen),
        "总金额": _yuan(order.total_fen),
        "订单状态": STATUS_WORDS[order.status],
        "买家留言": order.buyer_note,
        "收货人姓名": order.receiver,
        "收货地址": order.address,
        "联系手机": f"'{order.phone}" if order.phone else "",
        "订单创建时间": _clock(order.created_at),
        "订单付款时间": _clock(order.paid_at),
        "宝贝种类": str(len(order.lines)),
        "宝贝总数量": str(sum(line.quantity for line in order.lines)),
        "订单关闭原因": CLOSE_WORDS.get(order.status, "订单未关闭"),
        "发货时间": _clock(order.shipped_at),
        "确认收货时间": _clock(order.closed_at) if order.status == "TRADE_FINISHED" else "",
    }
    cells |= dict.fromkeys(("买家会员名", "买家会员昵称"), order.buyer)
    cells |= dict.fromkeys(("买家实际支付金额", "买家实付金额"), _yuan(order.paid_fen))
    cells |= dict.fromkeys(("宝贝标题", "商品标题"), "，".join(x.title for x in order.lines))
    cells |= dict.fromkeys(("订单备注", "商家备注", "商家备忘"), order.seller_note)
    received = order.paid_fen if order.status == "TRADE_FINISHED" else 0
    cells |= dict.fromkeys(("打款商家金额", "确认收货打款金额"), f"{_yuan(received)}元")
    return cells


def _line_cells(order: ReceivedOrder, line: ReceivedLine) -> dict[str, str]:
    """Return what the detail file says of a line, by heading."""
    status = "交易关闭" if line.is_closed else STATUS_WORDS[order.status]
    refund = "退款成功" if line.is_closed and order.paid_at else "没有申请退款"
    cells = {
        "子订单编号": line.oid,
        "购买数量": str(line.quantity),
        "外部系统编号": line.merchant_code,
        "商品属性": line.spec,
        "订单状态": status,
        "商家编码": line.merchant_code or "null",
        "买家应付货款": _yuan(line.unit_price_fen * line.quantity),
        "退款状态": "买家已经申请退款，等待卖家同意" if line.asks_refund else refund,
        "退款金额": "无退款申请",
        "订单创建时间": _clock(order.created_at),
        "订单付款时间": _clock(order.paid_at),
        "发货时间": _clock(order.shipped_at),
        "主订单买家留言": order.buyer_note,
    }
    cells |= dict.fromkeys(("订单编号", "主订单编号"), order.tid)
    cells |= dict.fromkeys(("标题", "商品标题"), line.title)
    cells |= dict.fromkeys(("价格", "商品价格"), _yuan(line.unit_price_fen))
    paid = "" if line.paid_fen is None else _yuan(line.paid_fen)
    return cells | dict.fromkeys(("买家实际支付金额", "买家实付金额"), paid)


def order_rows(orders: Iterable[ReceivedOrder], layout: Layout) -> Iterator[list[str]]:
    """Yield the rows of the order list, the heading first; newest order first, as the platform."""
    names = [heading.strip() for heading in layout.orders]
    yield list(layout.orders)
    for order in orders:
        cells = _order_cells(order)
        # The list repeats the order's number as its main order's.
        cells["主订单编号"] = order.tid
        yield [cells.get(name, "") for name in names]


def line_rows(orders: Iterable[ReceivedOrder], layout: Layout) -> Iterator[list[str]]:
    """Yield the rows of the detail file, the heading first."""
    yield list(layout.lines)
    for order in orders:
        for line in order.lines:
            cells = _line_cells(order, line)
            yield [cells.get(name, "") for name in layout.lines]


def _csv_rows(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    heading = next(rows)
    ids = [place for place, name in enumerate(heading) if name.strip() in _IDS]
    yield heading
    for row in rows:
        for place in ids:
            if row[place]:
                row[place] = f'="{row[place]}"'
        yield row


def write_csv(stream: TextIO, rows: Iterator[list[str]]) -> None:
    """Write rows as the platform's csv: ids wrapped, quotes where they are needed."""
    csv.writer(stream, lineterminator="\r\n").writerows(_csv_rows(rows))


def write_xlsx(path: Path, rows: Iterator[list[str]]) -> None:
    """Write rows as the platform's xlsx: every cell a text."""
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Sheet1")
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                if text:
                    sheet.write_string(number, place, text)


def write_files(
    orders: Sequence[ReceivedOrder], folder: Path, *, made_at: datetime, layout: str = NEWEST_CSV
) -> tuple[Path, Path]:
    """Write the pair of files that the seller centre would give; return (order list, details).

    `layout` is a code of LAYOUTS; lines of layouts that number them need an `oid`. csv is GB18030,
    and its names carry the time, as the platform's did.
    """
    form = LAYOUTS[layout]
    stamp = made_at.astimezone(SHANGHAI).strftime("%Y%m%d%H%M")
    paths = (
        folder / f"ExportOrderList{stamp}.{form.suffix}",
        folder / f"ExportOrderDetailList{stamp}.{form.suffix}",
    )
    rows = order_rows(orders, form), line_rows(orders, form)
    for path, each in zip(paths, rows, strict=True):
        if form.suffix == "csv":
            with path.open("w", encoding="gb18030", newline="") as stream:
                write_csv(stream, each)
        else:
            write_xlsx(path, each)
    return paths

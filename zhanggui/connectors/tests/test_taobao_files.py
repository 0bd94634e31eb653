from zoneinfo import ZoneInfo

import pytest

from zhanggui.connectors.taobao.layouts import LAYOUTS
from zhanggui.connectors.tests.conftest import bought
from zhanggui.core.masking import mask_nick
from zhanggui.imports.models import State
from zhanggui.imports.registry import Outcome
from zhanggui.inventory.models import StockLevel
from zhanggui.orders.models import Order, OrderHold, OrderLine, RawLine, RawOrder
from zhanggui.orders.tests.trade import NOON, TWO

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_pair_of_files_of_any_year_becomes_orders(layout, export, upload, goods):
    told = [
        bought(1),
        bought(2, status="WAIT_BUYER_PAY"),
        bought(3, status="TRADE_FINISHED", shipped_at=NOON, closed_at=TWO),
        bought(4, status="TRADE_CLOSED_BY_TAOBAO"),
        bought(5, status="TRADE_CLOSED"),
    ]
    told[3] = bought(4, status="TRADE_CLOSED_BY_TAOBAO", paid_at=None, paid_fen=0)

    session = upload(*export(*told, layout=layout))

    assert session.state == State.DONE
    orders = Order.objects.order_by("number")
    assert [order.number for order in orders] == [each.tid for each in told]
    assert [order.state for order in orders] == [
        "TO_SHIP", "UNPAID", "FINISHED", "CANCELLED", "CANCELLED",
    ]  # fmt: skip
    assert list(RawOrder.objects.order_by("tid").values_list("status", flat=True)) == [
        each.status for each in told
    ]
    assert OrderLine.objects.count() == 10
    assert not OrderHold.objects.exists()
    first = orders[0]
    assert first.ordered_at.astimezone(ZoneInfo("Asia/Shanghai")) == told[0].created_at
    assert (first.goods_fen, first.freight_fen, first.paid_fen) == (156_400, 800, 157_200)
    assert first.buyer_note == "请发顺丰，谢谢"
    assert (first.customer is not None) is LAYOUTS[layout].names_buyer
    assert (first.contact is not None) is LAYOUTS[layout].names_buyer
    assert list(StockLevel.objects.order_by("sku").values_list("reserved", flat=True)) == [1, 2]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_amounts_reconcile_to_the_fen(layout, export, upload, goods):
    told = [bought(i) for i in range(7)]

    session = upload(*export(*told, layout=layout))

    file_total = sum(order.paid_fen for order in told)
    shares = sum(OrderLine.objects.values_list("paid_fen", flat=True))
    freight = sum(Order.objects.values_list("freight_fen", flat=True))
    assert sum(Order.objects.values_list("paid_fen", flat=True)) == file_total
    assert shares + freight == file_total
    assert session.tally["fen"] == {"NEW": file_total}


def test_a_file_of_another_year_finds_the_orders_of_the_first(export, upload, goods):
    upload(*export(bought(1), layout="2019"))

    session = upload(*export(bought(1), layout="2026", made_at=TWO), at=TWO)

    assert session.state == State.DONE
    assert (Order.objects.count(), OrderLine.objects.count(), RawLine.objects.count()) == (1, 2, 2)


def test_unknown_columns_are_kept_as_received_and_the_buyer_is_sealed(export, upload, goods):
    orders, lines = export(bought(1))
    text = orders.read_text("gb18030").replace("订单关闭原因", "订单关闭原因,新奇的列", 1)
    text = text.replace("订单未关闭", "订单未关闭,奇值", 1)
    orders.write_text(text, "gb18030", newline="")

    upload(orders, lines)

    raw = RawOrder.objects.get()
    assert raw.data["新奇的列"] == "奇值"
    assert raw.data["订单编号"] == raw.tid
    assert not any("13912348001" in text or "tb_1" in text for text in raw.data.values())
    assert '"收货人姓名": "林晓芸"' in raw.private
    assert mask_nick(Order.objects.get().customer.platform_id) == "t**1"


def test_columns_may_stand_in_any_order(export, upload, goods):
    orders, lines = export(bought(1), layout="2012")
    rows = [row.split(",") for row in lines.read_text("gb18030").splitlines()]
    lines.write_text("\r\n".join(",".join(reversed(row)) for row in rows), "gb18030", newline="")

    upload(orders, lines)

    assert sorted(OrderLine.objects.values_list("merchant_code", "quantity")) == [
        ("HS-3301", 1),
        ("LT-105", 2),
    ]


def test_nineteen_digits_survive(export, upload, goods):
    for layout in LAYOUTS:
        upload(*export(bought(int(layout)), layout=layout))

    numbers = set(Order.objects.values_list("number", flat=True))
    assert numbers == {str(3_028_689_418_086_124_000 + int(layout)) for layout in LAYOUTS}
    assert all(len(number) == 19 for number in numbers)


def test_lines_without_an_order_and_orders_without_lines_are_refused(export, upload, goods):
    orders, _lines = export(bought(1), bought(2))
    _orders, lines = export(bought(2), bought(3), made_at=TWO)

    session = upload(orders, lines)

    assert Order.objects.count() == 1
    refused = session.rows.filter(outcome=Outcome.REFUSED).order_by("sheet_code", "number")
    assert [(row.sheet_code, row.key[-1]) for row in refused] == [
        ("lines", "3"), ("lines", "3"), ("orders", "1"),
    ]  # fmt: skip
    assert all(row.mend for row in refused)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("157200", "1e308"),
        ("买家已付款，等待卖家发货", "天晓得"),
        ("2026-11-20 09:00:00", "2026-02-30 09:00:00"),
        ("1572.00", "-1572.00"),
        ("1572.00", "99999999999999999999"),
    ],
)
def test_a_cell_that_cannot_be_read_refuses_its_order_only(was, now, export, upload, goods):
    orders, lines = export(bought(1), bought(2))
    text = orders.read_text("gb18030")
    at = text.index("3028689418086124001")
    was = "1572.00" if was == "157200" else was
    orders.write_text(text[:at] + text[at:].replace(was, now, 1), "gb18030", newline="")

    session = upload(orders, lines)

    [row] = session.rows.filter(outcome=Outcome.REFUSED, sheet_code="orders")
    assert (row.key, row.number) == ("3028689418086124001", 2)
    assert row.reason
    assert [order.number[-1] for order in Order.objects.all()] == ["2"]


@pytest.mark.parametrize("quantity", ["-1", "1.5", "0", "9999999999", "一"])
def test_a_quantity_that_is_none_refuses_its_order(quantity, export, upload, goods):
    orders, lines = export(bought(1), bought(2), layout="2012")
    text = lines.read_text("gb18030").replace("128800.00,1,", "x")
    text = text.replace("1288.00,1,", f"1288.00,{quantity},", 1)
    lines.write_text(text, "gb18030", newline="")

    session = upload(orders, lines)

    assert Order.objects.count() == 1
    assert session.rows.filter(outcome=Outcome.REFUSED, sheet_code="orders").count() == 1


def test_the_name_of_a_file_says_when_it_was_made(export, upload, goods):
    newer = export(bought(1, seller_note="新"), made_at=TWO)
    older = export(bought(1, seller_note="旧"), made_at=NOON)

    upload(*newer, at=TWO)
    upload(*older, at=TWO)

    assert Order.objects.get().seller_note == "新"

import io
from datetime import timedelta

import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from zhanggui.journal.models import Entry
from zhanggui.orders.models import Order, OrderHold
from zhanggui.orders.services import receive_orders
from zhanggui.orders.tests.trade import TID, make_shop, told_line, told_order
from zhanggui.org.models import User

pytestmark = pytest.mark.django_db
GRANTS = (
    "view_order", "import_order", "hold_order", "clear_hold", "export_order", "add_codematch",
    "add_order",
)  # fmt: skip


@pytest.fixture
def ada():
    """Somebody whose duty is orders."""
    user = User.objects.create_user("ada", display_name="林晓芸")
    user.user_permissions.set(Permission.objects.filter(codename__in=GRANTS))
    return user


@pytest.fixture
def page(client, ada):
    client.force_login(ada)
    return lambda name, *args, **query: client.get(reverse(name, args=args), query)


def receive(shop, *orders):
    return receive_orders(orders, shop=shop, by=None, at=timezone.now())


def numbers(response):
    text = response.content.decode()
    return [
        n for n in Order.objects.values_list("number", flat=True).order_by("number") if n in text
    ]


def test_the_list_shows_masked_buyers_and_what_they_bought(page, shop, sku):
    receive(shop, told_order())

    text = page("orders:list").content.decode()

    assert TID in text
    assert "t**8" in text
    assert "tb_lin88" not in text
    assert "1,288.00" in text
    assert "恒温花洒套装" in text


@pytest.fixture
def five(shop, sku):
    """One order of each tab: to ship, due today, short, held, shipped."""
    now = timezone.now()
    receive(
        shop,
        told_order(tid="3000000000000000001", paid_at=now),
        told_order(tid="3000000000000000002", paid_at=now - timedelta(hours=47, minutes=59)),
        told_order(told_line(quantity=9), tid="3000000000000000003", paid_at=now),
        told_order(told_line("XX"), tid="3000000000000000004", paid_at=now),
        told_order(tid="3000000000000000005", status="WAIT_BUYER_CONFIRM_GOODS"),
    )


@pytest.mark.parametrize(
    ("view", "ends"),
    [("all", "12345"), ("to-ship", "12"), ("due", "2"), ("short", "3"), ("held", "34"),
     ("shipped", "5")],
)  # fmt: skip
def test_each_tab_holds_its_own(view, ends, page, five):
    assert "".join(n[-1] for n in numbers(page("orders:list", view=view))) == ends


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3000000000000000003", "3"),
        ("000003", "3"),
        ("0003", "3"),
        ("13912348001", "12345"),
        ("8001", "12345"),
        ("1391234", ""),
        ("tb_lin88", "12345"),
        ("tb_l", "12345"),
        ("XX", "4"),
        ("HS-3301", "1235"),
        ("xyz", ""),
        ("12", ""),
    ],
)
def test_orders_are_found_by_what_people_know(text, found, page, five):
    assert "".join(n[-1] for n in numbers(page("orders:list", q=text))) == found


def test_filters_narrow_the_list(page, five, shop):
    other = make_shop("other")
    receive(other, told_order(tid="3000000000000000006"))

    assert [n[-1] for n in numbers(page("orders:list", shop=other.pk))] == ["6"]
    assert [n[-1] for n in numbers(page("orders:list", hold="UNKNOWN_SKU"))] == ["4"]
    assert [n[-1] for n in numbers(page("orders:list", state="SHIPPED"))] == ["5"]
    assert "3000000000000000005" not in numbers(page("orders:list", paid="today"))


def test_the_list_costs_the_same_whatever_its_length(
    page, shop, sku, django_assert_max_num_queries
):
    receive(shop, *(told_order(tid=f"30286894180861{i:05}", buyer=f"tb{i}") for i in range(60)))
    page("orders:list")

    with django_assert_max_num_queries(30) as few:
        page("orders:list", q="tb1")
    with django_assert_max_num_queries(30) as many:
        page("orders:list")

    assert len(many) <= len(few) + 2


def test_orders_of_a_shop_that_is_not_theirs_stay_out_of_sight(page, shop, sku, ada):
    receive(shop, told_order())
    shop.staff.add(User.objects.create_user("bo"))

    assert numbers(page("orders:list")) == []
    assert page("orders:detail", Order.objects.get().pk).status_code == 404


def test_nobody_without_the_duty_sees_orders(client, shop, sku):
    receive(shop, told_order())
    client.force_login(User.objects.create_user("cy"))

    for name, *args in (("orders:list",), ("orders:holds",), ("orders:detail", 1)):
        assert client.get(reverse(name, args=args)).status_code == 403


def test_numbers_come_out_to_excel_whole_and_the_export_is_written_down(page, shop, sku):
    receive(shop, told_order())

    response = page("orders:list", export="xlsx")

    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    rows = list(book.active.values)
    assert rows[1][0] == TID
    assert "t**8" in rows[1]
    assert Entry.objects.get(action="orders.exported").facts == {"orders": 1}


def test_the_order_page_shows_lines_holds_and_what_happened(page, shop, sku):
    receive(shop, told_order(told_line(), told_line("XX", price_fen=100)))
    order = Order.objects.get()

    text = page("orders:detail", order.pk).content.decode()

    assert "编码不明" in text
    assert reverse("orders:match-code", args=[OrderHold.objects.get().pk]) in text
    assert "收到订单" in text
    assert "139****8001" in text
    assert "13912348001" not in text


def test_the_order_as_received_shows_every_column_but_the_buyer(page, shop, sku):
    receive(shop, told_order(data={"新列": "奇值"}, private={"收货人姓名": "林晓芸"}))

    text = page("orders:detail", Order.objects.get().pk, tab="raw").content.decode()

    assert "奇值" in text
    assert "林晓芸" not in text.split("<main")[1]


def test_a_code_is_matched_once_and_the_orders_go_on(client, page, shop, sku):
    receive(shop, told_order(told_line("XX")), told_order(told_line("XX"), tid="3" * 19))
    hold = OrderHold.objects.order_by("pk").first()

    page("orders:match-code", hold.pk)
    client.post(reverse("orders:match-code", args=[hold.pk]), {"sku": "hs-3301"})

    assert [order.can_ship for order in Order.objects.all()] == [True, True]
    receive(shop, told_order(told_line("XX"), tid="4" * 19))
    assert Order.objects.get(number="4" * 19).can_ship


def test_holds_are_cleared_in_bulk_by_name_but_not_a_shortage(client, page, shop, sku, ada):
    receive(
        shop,
        told_order(total_fen=9, paid_fen=128_800),
        told_order(told_line(quantity=9), tid="3" * 19),
    )
    ids = list(Order.objects.values_list("pk", flat=True))
    page("orders:list")

    asked = client.post(reverse("orders:clear-many"), {"ids": ids})
    client.post(reverse("orders:clear-many"), {"ids": ids, "confirmed": "1"})

    assert asked.status_code == 200
    cleared = OrderHold.objects.get(kind="AMOUNT")
    assert (cleared.cleared_by, OrderHold.objects.get(kind="SHORTAGE").cleared_at) == (ada, None)


def test_an_order_is_held_by_hand_and_let_go(client, page, shop, sku, ada):
    receive(shop, told_order())
    order = Order.objects.get()
    page("orders:detail", order.pk)

    client.post(reverse("orders:hold", args=[order.pk]), {"detail": "买家要改地址"})
    held = Order.objects.get().can_ship
    [hold] = OrderHold.objects.all()
    client.post(reverse("orders:clear-hold", args=[hold.pk]), {"note": "已确认"})

    hold.refresh_from_db()
    assert (held, Order.objects.first().can_ship, hold.note) == (False, True, "已确认")
    deeds = Entry.objects.filter(actor=ada).order_by("pk").values_list("action", flat=True)
    assert list(deeds) == ["orders.held", "orders.hold_cleared"]


def test_a_phone_order_goes_the_way_of_every_order(client, page, shop, sku):
    page("orders:enter")
    client.post(
        reverse("orders:enter"),
        {"shop": shop.pk, "buyer": "王先生", "receiver": "王大伟", "phone": "13800001111",
         "address": "上海市 浦东新区 1 号", "sku": "HS-3301", "quantity": 2, "price": "1,000",
         "is_paid": "on"},
    )  # fmt: skip

    order = Order.objects.get()
    assert (order.state, order.paid_fen, order.open_holds) == ("TO_SHIP", 200_000, 0)
    assert order.number.startswith("P20")
    assert list(Entry.objects.filter(subject_id=order.pk).values_list("action", flat=True)) == [
        "orders.received", "orders.entered",
    ]  # fmt: skip

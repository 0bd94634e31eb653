from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhanggui.connectors.tests.conftest import bought
from zhanggui.imports.registry import Outcome
from zhanggui.inventory.models import StockLevel
from zhanggui.orders.models import Order, OrderHold, OrderLine, RawLine, RawOrder
from zhanggui.orders.services import receive_orders
from zhanggui.orders.tests.trade import NINE, TWO

STATUSES = (
    "WAIT_BUYER_PAY", "WAIT_SELLER_SEND_GOODS", "WAIT_BUYER_CONFIRM_GOODS", "TRADE_FINISHED",
    "TRADE_CLOSED",
)  # fmt: skip


def picture():
    """Return all that an order file leaves behind, but for the keys and moments of ours."""
    return (
        sorted(
            Order.objects.values_list("number", "state", "paid_fen", "open_holds", "seller_note")
        ),
        sorted(
            OrderLine.objects.values_list(
                "order__number", "raw_line__oid", "quantity", "paid_fen", "is_closed"
            )
        ),
        sorted(RawOrder.objects.values_list("tid", "status", "digest")),
        RawLine.objects.count(),
        sorted(OrderHold.objects.filter(cleared_at=None).values_list("order__number", "kind")),
        sorted(StockLevel.objects.values_list("sku__merchant_code", "on_hand", "reserved")),
    )


@pytest.mark.django_db
def test_the_same_files_five_times_change_nothing(export, upload, goods):
    files = export(*(bought(i) for i in range(20)))
    upload(*files)
    before = picture()

    for _time in range(4):
        session = upload(*files, at=TWO)

    assert picture() == before
    assert list(session.tally["rows"]["orders"]) == [Outcome.UNCHANGED]


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    dice=st.randoms(use_true_random=False),
    steps=st.lists(st.sampled_from(STATUSES), min_size=1, max_size=5),
)
def test_tellings_in_any_order_leave_the_same_state(shop, goods, dice, steps):
    tellings = [
        (bought(index, status=status, seller_note=str(hour)), NINE.replace(hour=9 + hour))
        for hour, status in enumerate(sorted(steps, key=STATUSES.index))
        for index in range(2)
    ]
    tellings = [(without_numbers(order, dice), at) for order, at in tellings]
    results = []
    for _time in range(2):
        some = tellings * 2
        dice.shuffle(some)
        results.append(told_in_this_order(some, shop))

    assert results[0] == results[1]


def without_numbers(order, dice):
    """Shuffle the lines and take their numbers away, as files before 2021 do."""
    lines = [replace(line, oid="") for line in order.lines]
    dice.shuffle(lines)
    return replace(order, lines=tuple(lines))


def told_in_this_order(tellings, shop):
    with transaction.atomic():
        for order, at in tellings:
            receive_orders([order], shop=shop, by=None, at=TWO, told_at=at)
        result = picture()
        transaction.set_rollback(True)
    return [part for part in result if not isinstance(part, int)][:3]


@pytest.mark.django_db
def test_shuffled_rows_make_no_news(export, upload, goods):
    orders, lines = export(*(bought(i) for i in range(9)), layout="2012")
    upload(orders, lines)
    before = picture()
    for path in (orders, lines):
        head, *rows = path.read_text("gb18030").splitlines()
        rows.reverse()
        path.write_text("\r\n".join([head, *rows, ""]), "gb18030", newline="")

    session = upload(orders, lines, at=TWO)

    assert list(session.tally["rows"]["orders"]) == [Outcome.UNCHANGED]
    assert picture() == before

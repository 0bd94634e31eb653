"""Processes that ship and post the same orders at the same moment.

python -m zhanggui.books.tests.racers PEOPLE ORDERS

Prints one line of JSON: how the processes ended, and what stands in the database afterwards.
"""
# ruff: noqa: E402

import json
import multiprocessing
import sys

import django

django.setup()

from django.db import connection
from django.db.models import F
from django.utils import timezone

from zhanggui.books.models import Voucher
from zhanggui.books.services import post_sales
from zhanggui.inventory.models import Move
from zhanggui.orders.models import Order, OrderState
from zhanggui.orders.services import receive_orders
from zhanggui.orders.tests.trade import make_shop, make_sku, stock_up, told_order
from zhanggui.org.models import User
from zhanggui.shipping.models import Parcel
from zhanggui.shipping.selectors import Entry
from zhanggui.shipping.services import enter_tracking


def number_of(n):
    return f"YT96930836{n:05d}"


def work(place, numbers, barrier):
    """Enter every order, some under the number of another's, and post them all, like everybody."""
    person = User.objects.get(username=f"clerk{place}")
    count = len(numbers)
    barrier.wait()
    # Each starts elsewhere, so that one number is asked for by two orders at once.
    entries = [
        Entry(number, number_of((n + (place % 2)) % count)) for n, number in enumerate(numbers)
    ]
    for entry in entries[place:] + entries[:place]:
        enter_tracking(entries=[entry], by=person, at=timezone.now())
    barrier.wait()
    for pk in Order.objects.filter(number__in=numbers).values_list("pk", flat=True):
        post_sales(order_ids=[pk], by=person, at=timezone.now())


def race(people, count):
    shop = make_shop()
    stock_up(make_sku(), count)
    now = timezone.now()
    told = [told_order(tid=f"30286894180862{n:05d}", buyer=f"b{n}") for n in range(count)]
    receive_orders(told, shop=shop, by=None, at=now)
    for place in range(people):
        User.objects.create(username=f"clerk{place}")
    connection.close()  # a connection must not be shared with the children
    fork = multiprocessing.get_context("fork")
    barrier = fork.Barrier(people, timeout=120)
    numbers = [one.tid for one in told]
    started = [fork.Process(target=work, args=(place, numbers, barrier)) for place in range(people)]
    for process in started:
        process.start()
    for process in started:
        process.join()
    return {"exits": [process.exitcode for process in started], **standing()}


def standing():
    """Tell what stands: every order shipped under one number of its own, and posted once."""
    parcels = list(Parcel.objects.values_list("order", "number"))
    shipped = Order.objects.filter(state=OrderState.SHIPPED).count()
    orders = {order for order, _number in parcels}
    vouchers = list(Voucher.objects.values_list("document_id", "number"))
    return {
        "one_parcel_an_order": len(parcels) == len(orders) == shipped,
        "one_order_a_number": len(parcels) == len({number for _order, number in parcels}),
        "moves": Move.objects.filter(origin_type="orders.orderline").count() == shipped,
        "one_voucher_an_order": len(vouchers) == len({pk for pk, _n in vouchers}) == shipped,
        "no_gap": sorted(n for _pk, n in vouchers) == list(range(1, len(vouchers) + 1)),
        "unbalanced": Voucher.objects.exclude(debit_fen=F("credit_fen")).count(),
        "some": shipped > 0,
    }


if __name__ == "__main__":
    print(json.dumps(race(*map(int, sys.argv[1:]))))  # noqa: T201

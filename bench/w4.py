"""W4: the order list as a person sees it, whole pages over HTTP handlers, at 100,000 orders.

Each page is asked for 25 times after a first; the 95th percentile counts. The floor is the rows of
a page by bare SQL: fifty keys in order, and the orders, lines and holds that belong to them.
"""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from bench.measure import calibrate, is_quick, make_ready, peers_of, tell

ENGINE = make_ready()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.trade import make_trade, orders  # noqa: E402
from zhanggui.orders.models import Order, OrderState  # noqa: E402
from zhanggui.orders.services import receive_orders  # noqa: E402
from zhanggui.org.models import User  # noqa: E402

TIMES = 25
COUNT = 10_000 if is_quick() else 100_000
PAGES = {
    "first": "",
    "to_ship": "view=to-ship",
    "due_today": "view=due",
    "short": "view=short",
    "shipped": "view=shipped",
    "shop": "shop={shop}",
    "last_7_days": "paid=7",
    "state_and_shop": "state=SHIPPED&shop={shop}",
    "number": "q={number}",
    "number_end": "q={tail}",
    "phone": "q={phone}",
    "phone_end": "q=4321",
    "buyer": "q=tb0000",
    "merchant_code": "q=HS-0123",
    "page_200": "page=200",
}


def fill() -> dict[str, str]:
    """Bring in the orders: a third shipped, a few short; return what the pages ask for."""
    shop, _user = make_trade()
    chunk, now = [], timezone.now()
    for order in orders(COUNT):
        chunk.append(order)
        if len(chunk) == 1000:
            receive_orders(chunk, shop=shop, by=None, at=now)
            chunk = []
    third = Order.objects.order_by("pk").values_list("pk", flat=True)[COUNT // 3]
    Order.objects.filter(pk__lt=third).update(
        state=OrderState.SHIPPED, shipped_at=now - timedelta(hours=3)
    )
    _analyze()
    some = Order.objects.order_by("pk")[COUNT // 2]
    return {
        "shop": str(shop.pk),
        "number": some.number,
        "tail": some.number[-8:],
        "phone": f"139{COUNT // 2:08}",
    }


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("analyze")


def percentile_95(work: Callable[[], object]) -> float:
    """Return milliseconds: 95 of 100 runs are no slower."""
    work()
    seen = []
    for _run in range(TIMES):
        start = time.perf_counter()
        work()
        seen.append((time.perf_counter() - start) * 1000)
    return statistics.quantiles(seen, n=20)[-1]


def floor() -> float:
    """Return milliseconds of fetching a first page's rows by bare SQL."""

    def fetch() -> None:
        with connection.cursor() as cursor:
            cursor.execute("select id from orders_order order by ordered_at desc, id desc limit 50")
            keys = ",".join(str(row[0]) for row in cursor.fetchall())
            for table, column in (
                ("orders_order", "id"),
                ("orders_orderline", "order_id"),
                ("orders_orderhold", "order_id"),
            ):
                cursor.execute(f"select * from {table} where {column} in ({keys})")
                cursor.fetchall()

    return percentile_95(fetch)


def main() -> None:
    calibrate()
    asked = fill()
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username="bench"))
    bare = floor()
    for name, query in PAGES.items():
        address = f"/orders/?{query.format(**asked)}"
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        value = percentile_95(partial(client.get, address))
        measure = f"w4.list.{ENGINE}.{COUNT // 1000}k.{name}.p95"
        more = {"peers": peers_of(measure)} if name == "first" else {}
        tell(measure, value, "ms", bare, **more)


if __name__ == "__main__":
    main()

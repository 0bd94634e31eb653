"""No page of orders walks through a whole table: each query finds its way by an index."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zhanggui.orders.services import receive_orders
from zhanggui.orders.tests.trade import NINE, TID, told_line, told_order
from zhanggui.org.models import User

BIG = ("orders_order", "orders_orderline", "orders_raworder", "customers_customer",
       "customers_contact")  # fmt: skip
QUERIES = (
    "", "view=to-ship", "view=due", "view=short", "view=held", "view=shipped", "paid=7",
    "state=SHIPPED", "hold=SHORTAGE", "shop={shop}", "shop={shop}&view=to-ship", f"q={TID}",
    "q=124567", "q=4567", "q=8001", "q=13912348001", "q=tb_lin", "q=HS-3301", "page=2",
)  # fmt: skip


def walks(sql, params):
    """Return the steps of a query's plan that read a whole big table without an index."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            steps = [row[3] for row in cursor.fetchall()]
            return [
                step
                for step in steps
                if step.startswith("SCAN") and step.split()[1] in BIG and "INDEX" not in step
            ]
        # Few rows are read whole by choice; with that forbidden, only missing indexes remain.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        return [
            row[0]
            for row in cursor.fetchall()
            if any(f"Seq Scan on {table} " in row[0] for table in BIG)
        ]


@pytest.fixture
def some_orders(shop, sku):
    receive_orders(
        [
            told_order(tid=f"30286894180861{i:05}", buyer=f"tb{i}", phone=f"139{i:08}")
            for i in range(60)
        ]
        + [told_order(), told_order(told_line(quantity=99), tid="3" * 19)],
        shop=shop, by=None, at=NINE,
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("query", QUERIES)
def test_the_list_walks_through_no_table(query, client, shop, some_orders):
    client.force_login(User.objects.create_superuser("boss"))

    with CaptureQueriesContext(connection) as queries:
        response = client.get(f"{reverse('orders:list')}?{query.format(shop=shop.pk)}")

    assert response.status_code == 200
    found = [
        f"{walk}: {query['sql'][:300]}"
        for query in queries
        if query["sql"].startswith("SELECT") and any(f'"{table}"' in query["sql"] for table in BIG)
        for walk in walks(query["sql"], None)
    ]
    assert found == []

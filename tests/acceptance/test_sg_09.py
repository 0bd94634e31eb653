"""SG-09: enter sold goods in the ERP."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from zhanggui.books.models import DayClose, ExportFile, Voucher
from zhanggui.core.metrics import indicators
from zhanggui.core.periods import Month, day_of
from zhanggui.inventory.models import Move
from zhanggui.orders.models import Order
from zhanggui.orders.services import mark_shipped, receive_orders
from zhanggui.orders.tests.trade import NINE, make_shop, make_sku, stock_up, told_order


@pytest.fixture
def yesterday():
    return timezone.now() - timedelta(days=1)


@pytest.fixture
def shop(db, yesterday):
    """Two orders over 1,288.00 each left yesterday."""
    shop = make_shop()
    stock_up(make_sku(), 10)
    orders = [told_order(tid=f"302868941808612456{n}", buyer=f"b{n}") for n in (1, 2)]
    receive_orders(orders, shop=shop, by=None, at=NINE)
    mark_shipped(order_ids=Order.objects.values_list("pk", flat=True), by=None, at=yesterday)
    return shop


def post(client, name, *args, **data):
    return client.post(reverse(f"books:{name}", args=args), data, follow=True)


@pytest.mark.duty("SG-09")
def test_the_shop_guide_posts_sales_signs_the_day_and_exports(
    client, shop_guide, promotion_specialist, shop, yesterday
):
    client.force_login(shop_guide)
    day = day_of(yesterday).isoformat()
    ids = list(Order.objects.values_list("pk", flat=True))

    # A day with a difference is not signed.
    page = post(client, "sign-day", shop.pk, day)
    assert "2 单不一致" in page.text

    # Each is posted once to stock, revenue and receivable, however often it is asked for.
    post(client, "post-sales", ids=ids, confirmed="1")
    post(client, "post-sales", ids=ids, confirmed="1")
    vouchers = Voucher.objects.prefetch_related("lines__account")
    assert len(vouchers) == 2
    accounts = {line.account.role for line in vouchers[0].lines.all()}
    assert {"RECEIVABLE", "REVENUE", "OUTPUT_VAT", "COST_OF_GOODS", "STOCK"} == accounts
    assert Move.objects.filter(origin_type="orders.orderline").count() == 2

    # The day agrees, fen for fen.
    post(client, "sign-day", shop.pk, day)
    close = DayClose.objects.get()
    assert (close.orders, close.shipped_fen, close.posted_fen) == (2, 257_600, 257_600)

    # The outside ERP gets a workbook that balances.
    post(client, "make-export")
    url = reverse("books:download-export", args=[ExportFile.objects.get().pk])
    sheet = load_workbook(BytesIO(client.get(url).getvalue())).active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert sum(round(row[6] * 100) for row in rows) == 386_400
    assert sum(round(row[7] * 100) for row in rows) == 386_400

    # The work counts; an entry of the day before is late.
    month = Month.of(timezone.now())
    measure = indicators["books.entry_timeliness"].measure(month, [shop_guide.pk])
    assert measure[shop_guide.pk].n == 2

    client.force_login(promotion_specialist)
    assert client.get(reverse("books:entries")).status_code == 403
    assert client.post(reverse("books:post-sales"), {"ids": ids}).status_code == 403

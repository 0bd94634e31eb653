"""SG-08: handle Taobao orders, enter tracking numbers."""

import pytest
from django.urls import reverse

from zhanggui.core.metrics import indicators
from zhanggui.core.periods import Month
from zhanggui.orders.models import Order, OrderState
from zhanggui.orders.services import receive_orders
from zhanggui.orders.tests.trade import NINE, make_shop, make_sku, stock_up, told_order
from zhanggui.shipping.models import DispatchFile, Parcel

FIRST, SECOND = "3028689418086124567", "3028689418086124601"
YT = "YT9693083639795"


@pytest.fixture
def shop(db):
    shop = make_shop()
    stock_up(make_sku(), 10)
    orders = [told_order(tid=FIRST), told_order(tid=SECOND, buyer="b2", phone="13800000000")]
    receive_orders(orders, shop=shop, by=None, at=NINE)
    return shop


def post(client, name, *args, **data):
    return client.post(reverse(f"shipping:{name}", args=args), data, follow=True)


@pytest.mark.duty("SG-08")
def test_the_shop_guide_enters_tracking_numbers_and_tells_the_platform(
    client, shop_guide, promotion_specialist, shop
):
    client.force_login(shop_guide)

    # Scanned, one good; pasted, one that the first order has already.
    post(client, "add-rows", text=FIRST)
    post(client, "add-rows", text=YT)
    post(client, "enter-sheet")
    page = post(client, "add-rows", text=f"{SECOND}\t{YT}")
    assert "单号已用于订单" in page.text
    post(client, "clear-sheet")

    # Wrong by the carrier's rule: caught, and entered only when somebody stands by it.
    page = post(client, "add-rows", text=f"{SECOND} 圆通 12345")
    assert "这不像圆通速递的单号" in page.text
    post(client, "enter-sheet")
    assert Order.objects.get(number=SECOND).state == OrderState.TO_SHIP
    post(client, "clear-sheet")
    post(client, "add-rows", text=f"{SECOND}，SF1234567890123")
    post(client, "enter-sheet")
    assert set(Order.objects.values_list("state", flat=True)) == {OrderState.SHIPPED}

    # The platform is told once.
    post(client, "make-file", shop.pk)
    page = post(client, "make-file", shop.pk)
    assert "都已回传平台" in page.text
    file = client.get(reverse("shipping:download-file", args=[DispatchFile.objects.get().pk]))
    text = file.getvalue().decode("gbk")
    assert text.count(FIRST) == text.count(SECOND) == 1

    # The work counts: two numbers entered, none wrong.
    month = Month.of(Parcel.objects.latest("pk").entered_at)
    errors = indicators["shipping.entry_error_rate"]
    measure = errors.measure(month, [shop_guide.pk])[shop_guide.pk]
    assert (measure.numerator, measure.n) == (0, 2)
    assert len(errors.rows(month, shop_guide.pk)) == 2

    client.force_login(promotion_specialist)
    assert client.get(reverse("shipping:tracking-entry")).status_code == 403
    assert client.post(reverse("shipping:add-rows"), {"text": FIRST}).status_code == 403

from datetime import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from zhanggui.core.metrics import DEPARTMENT, indicators
from zhanggui.core.periods import SHANGHAI, Month
from zhanggui.journal.models import Entry
from zhanggui.orders.models import Order, OrderState
from zhanggui.planning.models import Target
from zhanggui.planning.services import SALES, CannotSetTargetError, set_target
from zhanggui.shops.models import Platform, Shop

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)


@pytest.fixture
def sold():
    shop = Shop.objects.create(code="tmall", name="天猫旗舰店", platform=Platform.TMALL)

    def sell(number, fen, day, state=OrderState.TO_SHIP, month=10):
        moment = datetime(2026, month, day, 12, tzinfo=SHANGHAI)
        return Order.objects.create(
            number=number, number_tail=number[-4:], shop=shop, state=state, paid_fen=fen,
            ordered_at=moment, paid_at=moment,
        )  # fmt: skip

    return sell


def test_a_target_is_set_and_amended_with_a_reason(client, manager):
    client.force_login(manager)
    url = reverse("planning:set-target")

    client.post(url, {"month": "2026-10", "value": "1,200,000"})
    refused = client.post(url, {"month": "2026-10", "value": "1,000,000"})
    client.post(url, {"month": "2026-10", "value": "1,000,000", "reason": "新品推迟"})

    assert "请写明为什么改目标" in refused.content.decode()
    assert list(Target.objects.order_by("version").values_list("value", "reason")) == [
        (120_000_000, ""),
        (100_000_000, "新品推迟"),
    ]
    assert Entry.objects.filter(action="planning.target_set", actor=manager).count() == 2


def test_sales_are_measured_against_the_target_that_stands(manager, sold):
    set_target(code=SALES, month=OCTOBER, value=1_000_00, by=manager, at=timezone.now())
    first, second = sold("1001", 300_00, 1), sold("1002", 510_00, 31)
    sold("1003", 900_00, 15, OrderState.CANCELLED)
    sold("1004", 900_00, 1, month=11)

    indicator = indicators["dept.sales_attainment"]
    measure = indicator.measure(OCTOBER, [])[DEPARTMENT]
    rows = indicator.rows(OCTOBER, DEPARTMENT)

    assert (measure.value, measure.n) == (Decimal("0.81"), 2)
    assert [row.label for row in rows] == ["2026-10 v1", first.number, second.number]
    assert sum(row.numerator for row in rows) == measure.numerator
    assert sum(row.denominator for row in rows) == measure.denominator


def test_without_a_target_nothing_is_measured(sold):
    sold("1001", 300_00, 1)

    assert indicators["dept.sales_attainment"].measure(OCTOBER, [])[DEPARTMENT].value is None


def test_nothing_is_no_target(manager):
    with pytest.raises(CannotSetTargetError):
        set_target(code=SALES, month=OCTOBER, value=0, by=manager, at=timezone.now())


def test_a_shop_guide_sets_no_target(client, shop_guide):
    client.force_login(shop_guide)

    answer = client.post(reverse("planning:set-target"), {"month": "2026-10", "value": "1"})

    assert answer.status_code == 403
    assert not Target.objects.exists()

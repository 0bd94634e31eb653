from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from zhanggui.books.models import DayClose, ExportFile, Period, Voucher, VoucherState
from zhanggui.books.services import post_sales
from zhanggui.books.tests.conftest import shipped
from zhanggui.core.periods import day_of
from zhanggui.jobs.models import Job, JobState
from zhanggui.orders.tests.trade import told_order

pytestmark = pytest.mark.django_db
DAY = "2026-11-20"


@pytest.fixture
def guide(client, shop_guide):
    client.force_login(shop_guide)
    return client


@pytest.fixture
def voucher(shop_guide, order):
    [posted] = post_sales(order_ids=[order.pk], by=shop_guide, at=timezone.now())
    return posted.voucher


def get(client, name, *args):
    return client.get(reverse(f"books:{name}", args=args))


def post(client, name, *args, **data):
    return client.post(reverse(f"books:{name}", args=args), data)


def test_an_order_shows_its_voucher_before_it_is_posted(guide, order):
    page = get(guide, "sale", order.pk)

    assert "1,139.82" in page.text
    assert "222101" in page.text
    post(guide, "post-sales", ids=[order.pk], confirmed="1")
    assert Voucher.objects.get().receivable_fen == 128_800
    assert get(guide, "sale", order.pk).url == reverse(
        "books:voucher", args=[Voucher.objects.get().pk]
    )


def test_many_are_posted_after_a_look_at_their_sums(guide, shop, goods):
    orders = shipped(shop, told_order(tid="1"), told_order(tid="2", buyer="b"))
    ids = [order.pk for order in orders]

    preview = post(guide, "post-sales", ids=ids)
    assert "2,576.00" in preview.text
    assert not Voucher.objects.exists()
    post(guide, "post-sales", ids=ids, confirmed="1")

    assert Voucher.objects.count() == 2
    assert "已发货订单都已过账" in get(guide, "entries").text


def test_more_than_two_hundred_go_through_a_job(guide, shop, goods):
    told = [told_order(tid=f"30286894180862{n:05d}", buyer=f"b{n}") for n in range(201)]
    shipped(shop, *told)

    response = post(guide, "post-sales", all="1", query="", confirmed="1")

    job = Job.objects.get()
    assert response.url == reverse("jobs:show", args=[job.pk])
    assert (job.state, Voucher.objects.count()) == (JobState.DONE, 201)


def test_a_voucher_is_reversed_and_the_order_posted_anew(guide, voucher):
    assert "记-0001" in get(guide, "list").text
    assert "1,932.00" in get(guide, "voucher", voucher.pk).text

    response = post(guide, "reverse-voucher", voucher.pk, note="录错", repost="on")

    fresh = Voucher.objects.live().get()
    assert response.url == reverse("books:voucher", args=[fresh.pk])
    assert list(Voucher.objects.order_by("pk").values_list("state", flat=True)) == [
        VoucherState.REVERSED,
        VoucherState.RED,
        VoucherState.LIVE,
    ]


def test_a_day_is_compared_and_signed(guide, order, shop):
    assert "已发货，未过账" in get(guide, "day", shop.pk, DAY).text
    post(guide, "sign-day", shop.pk, DAY)
    assert not DayClose.objects.exists()

    post(guide, "post-sales", ids=[order.pk], confirmed="1")
    post(guide, "sign-day", shop.pk, DAY)

    assert DayClose.objects.get().posted_fen == 128_800
    assert DAY in get(guide, "days").text


def test_vouchers_go_out_once_in_a_workbook(guide, voucher):
    post(guide, "make-export")
    post(guide, "make-export")

    file = ExportFile.objects.get()
    response = get(guide, "download-export", file.pk)
    sheet = load_workbook(BytesIO(response.getvalue())).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:4] == ("日期", "凭证字", "凭证号", "摘要")
    assert rows[1][4:8] == ("1122", "应收账款", 1288, 0)
    assert rows[1][10] == voucher.document_number
    for column in (6, 7):
        assert sum(round(row[column] * 100) for row in rows[1:]) == 193_200


def test_a_supervisor_looks_and_closes_months_but_does_not_post(
    client, service_supervisor, voucher, order, shop
):
    client.force_login(service_supervisor)

    assert get(client, "list").status_code == 200
    assert get(client, "day", shop.pk, DAY).status_code == 200
    assert post(client, "post-sales", ids=[order.pk], confirmed="1").status_code == 403
    assert post(client, "sign-day", shop.pk, DAY).status_code == 403
    post(client, "close-period", "2026-11")
    assert Period.objects.get().closed_at is None  # the month is not over, or not signed


@pytest.mark.parametrize("name", ["entries", "list", "days", "exports"])
def test_pages_open_to_who_has_the_duty_and_to_nobody_else(
    client, shop_guide, promotion_specialist, name
):
    client.force_login(shop_guide)
    assert get(client, name).status_code == 200

    client.force_login(promotion_specialist)
    assert get(client, name).status_code == 403


def test_what_belongs_to_a_foreign_shop_is_not_found(guide, voucher, order, shop, clerk):
    guide.post(reverse("books:make-export"))
    shop.staff.add(clerk)

    assert get(guide, "voucher", voucher.pk).status_code == 404
    assert get(guide, "sale", order.pk).status_code == 404
    assert get(guide, "day", shop.pk, DAY).status_code == 404
    assert get(guide, "download-export", ExportFile.objects.get().pk).status_code == 404
    assert post(guide, "reverse-voucher", voucher.pk, note="x").status_code == 404
    assert post(guide, "post-sales", ids=[order.pk], confirmed="1").status_code == 302
    assert Voucher.objects.count() == 1


def test_a_day_that_is_none_is_not_found(guide, shop):
    assert get(guide, "day", shop.pk, "2026-13-45").status_code == 404


def test_the_lists_cost_the_same_for_any_number_of_rows(
    guide, clerk, shop, goods, django_assert_max_num_queries
):
    at = timezone.now() - timedelta(hours=1)
    orders = shipped(shop, *(told_order(tid=f"9{n:04d}", buyer=f"b{n}") for n in range(40)), at=at)
    post_sales(order_ids=[o.pk for o in orders[:20]], by=clerk, at=timezone.now())

    pages = [("entries",), ("list",), ("day", shop.pk, day_of(at).isoformat())]
    for page in pages:
        get(guide, *page)
        with django_assert_max_num_queries(26):
            assert get(guide, *page).status_code == 200

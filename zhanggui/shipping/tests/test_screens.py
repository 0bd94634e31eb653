import pytest
from django.urls import reverse

from zhanggui.orders.models import OrderState
from zhanggui.orders.services import receive_orders
from zhanggui.orders.tests.trade import NINE, NOON, told_line, told_order
from zhanggui.shipping.models import DispatchFile, DispatchTemplate, Draft, Parcel
from zhanggui.shipping.search import find
from zhanggui.shipping.selectors import Entry
from zhanggui.shipping.services import enter_tracking, make_dispatch_file
from zhanggui.shipping.tests.conftest import take_in

pytestmark = pytest.mark.django_db
YT, SF = "YT9693083639795", "SF1234567890123"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def guide(client, shop_guide):
    client.force_login(shop_guide)
    return client


@pytest.fixture
def parcel(shop_guide, order):
    [verdict] = enter_tracking(entries=[Entry(order.number, YT)], by=shop_guide, at=NOON)
    return verdict.parcel


def post(client, name, *args, **data):
    return client.post(reverse(f"shipping:{name}", args=args), data)


def test_an_order_and_its_waybill_are_scanned_and_entered(guide, order):
    first = guide.post(reverse("shipping:add-rows"), {"text": order.number}, headers=HTMX)
    assert 'data-sound="wait"' in first.text
    second = guide.post(reverse("shipping:add-rows"), {"text": YT}, headers=HTMX)
    assert 'data-sound="good"' in second.text
    assert "HS-3301 ×2" in second.text

    response = post(guide, "enter-sheet")

    order.refresh_from_db()
    assert response.url == reverse("shipping:tracking-entry")
    assert (order.state, Parcel.objects.get().number) == (OrderState.SHIPPED, YT)
    assert not Draft.objects.exists()


def test_the_last_scan_is_taken_back_step_by_step(guide, order):
    post(guide, "add-rows", text=order.number)
    post(guide, "add-rows", text=YT)

    post(guide, "undo-scan")
    assert Draft.objects.get().number == ""
    post(guide, "undo-scan")
    assert not Draft.objects.exists()


def test_pasted_rows_that_are_wrong_stay_with_their_reason(guide, order, other_order):
    post(guide, "add-rows", text=f"{order.number}\t{YT}\n{other_order.number}\t{YT}")

    response = guide.post(reverse("shipping:enter-sheet"), follow=True)

    assert Draft.objects.get().order_number == other_order.number
    assert "已用于订单" in response.text


def test_a_doubtful_number_waits_until_somebody_stands_by_it(guide, order):
    post(guide, "add-rows", text=f"{order.number} 圆通 AB12345")
    post(guide, "enter-sheet")
    assert not Parcel.objects.exists()

    post(guide, "change-row", Draft.objects.get().pk, stand="1", accepted="1")
    post(guide, "enter-sheet")

    assert Parcel.objects.get().number == "AB12345"


def test_a_number_is_typed_beside_its_order(guide, order):
    post(guide, "add-waiting")
    row = Draft.objects.get()
    assert (row.order_number, row.number) == (order.number, "")

    post(guide, "change-row", row.pk, number=f" {SF.lower()} ")

    assert Draft.objects.get().number == SF


def test_orders_are_chosen_from_the_list_of_those_that_wait(guide, order, other_order):
    listed = guide.get(reverse("shipping:orders-without-number"))
    assert other_order.number in listed.text

    response = post(guide, "add-orders", ids=[other_order.pk])

    assert response.url == reverse("shipping:tracking-entry")
    assert Draft.objects.get().order_number == other_order.number


def test_nobody_changes_the_sheet_of_another(guide, clerk, order):
    row = Draft.objects.create(user=clerk, order_number=order.number)

    post(guide, "change-row", row.pk, number=YT)
    post(guide, "remove-row", row.pk)
    post(guide, "clear-sheet")

    assert Draft.objects.get().number == ""


def test_a_parcel_is_found_corrected_and_the_platform_told_again(guide, parcel, order):
    assert YT in guide.get(reverse("shipping:list"), {"q": order.number}).text
    page = guide.get(reverse("shipping:parcel", args=[parcel.pk]))
    assert "录入快递单号" in page.text

    response = post(guide, "correct-parcel", parcel.pk, number=SF, carrier="SF")

    right = Parcel.objects.live().get()
    assert response.url == reverse("shipping:parcel", args=[right.pk])
    assert right.number == SF


def test_a_correction_that_is_refused_says_why(guide, parcel):
    response = post(guide, "correct-parcel", parcel.pk, number="1", carrier="SF")

    assert "4 到 35" in response.text
    assert Parcel.objects.live().get() == parcel


def test_a_parcel_is_taken_back_with_a_reason(guide, parcel, order):
    post(guide, "take-back-parcel", parcel.pk, reason="贴错面单")

    order.refresh_from_db()
    assert order.state == OrderState.TO_SHIP


def test_an_order_is_split_into_parcels(guide, shop, goods):
    order = take_in(shop, told_order(told_line(quantity=3)))
    [line] = order.lines.all()

    post(guide, "enter-parcel", order.pk, number=YT, **{f"line_{line.pk}": 1})

    assert Parcel.objects.get().lines.get().quantity == 1
    page = guide.get(reverse("shipping:enter-parcel", args=[order.pk]))
    assert 'max="2"' in page.text


def test_a_file_tells_each_parcel_once_and_is_downloaded_twice_the_same(guide, parcel, shop):
    post(guide, "make-file", shop.pk)
    post(guide, "make-file", shop.pk)

    file = DispatchFile.objects.get()
    url = reverse("shipping:download-file", args=[file.pk])
    first, again = guide.get(url).getvalue(), guide.get(url).getvalue()
    assert first == again
    assert first.decode("gbk") == (
        f"订单编号,物流公司,运单号\r\n{parcel.order.number},圆通速递,{YT}\r\n"
    )

    post(guide, "mark-sent", file.pk)
    file.refresh_from_db()
    assert file.sent_by is not None


def test_the_columns_follow_the_template_with_a_preview(guide, shop, parcel):
    data = {
        "column-TOTAL_FORMS": "4",
        "column-INITIAL_FORMS": "3",
        "column-0-heading": "订单号",
        "column-0-field": "order_number",
        "column-1-heading": "",
        "column-1-field": "",
        "column-2-heading": "快递单号",
        "column-2-field": "number",
        "column-3-heading": "发货方式",
        "column-3-field": "=",
        "column-3-text": "自己联系",
        "file_format": "xlsx",
    }
    preview = guide.post(reverse("shipping:preview-template", args=[shop.pk]), data)
    assert "发货方式" in preview.text
    assert YT in preview.text

    guide.post(reverse("shipping:edit-template", args=[shop.pk]), data)

    template = DispatchTemplate.objects.get()
    assert template.columns == [
        ["订单号", "order_number"],
        ["快递单号", "number"],
        ["发货方式", "=自己联系"],
    ]
    assert template.file_format == "xlsx"


def test_a_template_without_the_tracking_number_is_refused(guide, shop):
    data = {
        "column-TOTAL_FORMS": "1",
        "column-INITIAL_FORMS": "1",
        "column-0-heading": "订单号",
        "column-0-field": "order_number",
        "file_format": "csv",
    }

    response = guide.post(reverse("shipping:edit-template", args=[shop.pk]), data)

    assert "各要有一列" in response.text
    assert not DispatchTemplate.objects.exists()


GET_PAGES = ("tracking-entry", "list", "orders-without-number", "dispatch-files")
OBJECT_PAGES = ("parcel", "correct-parcel", "take-back-parcel")


@pytest.mark.parametrize("name", GET_PAGES)
def test_pages_open_to_who_has_the_duty_and_to_nobody_else(
    client, shop_guide, promotion_specialist, name
):
    client.force_login(shop_guide)
    assert client.get(reverse(f"shipping:{name}")).status_code == 200

    client.force_login(promotion_specialist)
    assert client.get(reverse(f"shipping:{name}")).status_code == 403


@pytest.mark.parametrize("name", OBJECT_PAGES)
def test_parcels_of_a_foreign_shop_are_not_found(guide, parcel, shop, clerk, name):
    shop.staff.add(clerk)

    assert guide.get(reverse(f"shipping:{name}", args=[parcel.pk])).status_code == 404


def test_files_and_templates_of_a_foreign_shop_are_not_found(guide, parcel, shop, clerk):
    file = make_dispatch_file(shop_id=shop.pk, by=clerk, at=NOON)
    shop.staff.add(clerk)

    assert guide.get(reverse("shipping:download-file", args=[file.pk])).status_code == 404
    assert guide.get(reverse("shipping:edit-template", args=[shop.pk])).status_code == 404
    assert post(guide, "make-file", shop.pk).status_code == 404
    assert post(guide, "mark-sent", file.pk).status_code == 404


def test_the_lists_cost_the_same_for_any_number_of_rows(
    guide, clerk, shop, goods, django_assert_max_num_queries
):
    told = [told_order(tid=f"30286894180862{n:05d}", buyer=f"b{n}") for n in range(40)]
    receive_orders(told, shop=shop, by=None, at=NINE)
    pairs = [(order.tid, f"YT96930836{n:05d}") for n, order in enumerate(told[:20])]
    enter_tracking(entries=[Entry(*pair) for pair in pairs], by=clerk, at=NOON)

    for name in ("list", "orders-without-number"):
        guide.get(reverse(f"shipping:{name}"))
        with django_assert_max_num_queries(26):
            assert guide.get(reverse(f"shipping:{name}")).status_code == 200


def test_a_sheet_of_many_rows_costs_as_many_queries_as_one_of_few(
    guide, shop_guide, shop, goods, django_assert_max_num_queries
):
    told = [told_order(tid=f"30286894180862{n:05d}", buyer=f"b{n}") for n in range(60)]
    receive_orders(told, shop=shop, by=None, at=NINE)
    Draft.objects.bulk_create(
        Draft(user=shop_guide, order_number=one.tid, number=f"YT96930836{n:05d}")
        for n, one in enumerate(told)
    )

    with django_assert_max_num_queries(34):
        page = guide.get(reverse("shipping:tracking-entry"))

    assert "录入 60 行" in page.text


def test_an_order_scanned_again_takes_the_place_of_its_waiting_row(guide, order, other_order):
    post(guide, "add-waiting")
    assert Draft.objects.count() == 2

    post(guide, "add-rows", text=order.number)
    post(guide, "add-rows", text=YT)

    assert Draft.objects.count() == 2
    assert Draft.objects.order_by("pk").last().number == YT


def test_search_finds_a_parcel_by_its_number(shop_guide, parcel):
    [hit] = find(shop_guide, YT[:8].lower(), 5)

    assert (hit.label, hit.url) == (YT, reverse("shipping:parcel", args=[parcel.pk]))
    assert find(shop_guide, "YT", 5) == []

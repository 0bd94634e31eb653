"""The whole idea once, in a real browser, by four people: from an order file to a payslip.

The file goes in, the parcels go out, the vouchers are posted; the month's form fills itself from
that work, and the payslip follows, whose last figure opens down to the parcel.
"""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from playwright.sync_api import expect

from zhanggui.catalog.models import Product, Sku
from zhanggui.connectors.taobao.writer import write_files
from zhanggui.core.periods import SHANGHAI, Month
from zhanggui.inventory.services import MAIN, Movement, move_many, place
from zhanggui.orders.rules import ReceivedLine, ReceivedOrder
from zhanggui.org.models import Position, User
from zhanggui.org.services.granting import sync_people
from zhanggui.org.services.loading import load_handbook
from zhanggui.org.services.seating import assign
from zhanggui.payroll.services import set_terms
from zhanggui.shops.models import Platform, Shop

pytestmark = pytest.mark.browser

MONTH = Month.of(timezone.now()).previous
WORKDAY = datetime(MONTH.year, MONTH.month, 11, 14, tzinfo=SHANGHAI)
AFTER = datetime(MONTH.next.year, MONTH.next.month, 4, 10, tzinfo=SHANGHAI)
PEOPLE = {
    "guide": ("shop-guide", "林晓芸"),
    "lead": ("service-supervisor", "王海燕"),
    "manager": ("manager", "周敏"),
    "boss": ("general-manager", "陈国栋"),
}
# As many as it takes for a rate to count; each with a carrier's number.
ORDERS = {f"302868941808612{n}": f"YT9693083{n}95" for n in range(4501, 4525)}
FIRST, WAYBILL = next(iter(ORDERS.items()))


def found_company():
    """Give the empty house its people, a shop, one product with stock, and the guide's pay."""
    load_handbook(at=WORKDAY)
    long_ago = WORKDAY - timedelta(days=400)
    for username, (position, name) in PEOPLE.items():
        user = User.objects.create(
            username=username, display_name=name, password=make_password(username)
        )
        seat = Position.objects.get(code=position)
        assign(user, seat, by=None, active_from=long_ago, at=WORKDAY)
    sync_people(at=WORKDAY)
    Shop.objects.create(code="tmall", name="天猫旗舰店", platform=Platform.TMALL)
    product = Product.objects.create(code="HS-3301", name="恒温花洒套装")
    sku = Sku.objects.create(
        product=product, merchant_code="HS-3301-CR", price_fen=128_800, cost_fen=60_000
    )
    shelf, outside = place(MAIN), place("adjustment")
    opening = Movement(sku.pk, 50, outside.pk, shelf.pk, "opening", sku.pk, unit_cost_fen=60_000)
    move_many([opening], at=long_ago)
    set_terms(
        person=User.objects.get(username="guide"), valid_from=long_ago.date(),
        post_fen=2_500_00, performance_fen=1_000_00, average_fen=3_600_00, by=None, at=WORKDAY,
    )  # fmt: skip


def order_files(folder):
    """Write the pair of files that the platform gives in the morning."""
    paid_at = WORKDAY - timedelta(hours=5)
    orders = [
        ReceivedOrder(
            tid=number, status="WAIT_SELLER_SEND_GOODS", created_at=paid_at, paid_at=paid_at,
            goods_fen=128_800, freight_fen=0, total_fen=128_800,
            paid_fen=128_800, buyer="t_lin88", receiver="王女士", phone="13912348001",
            address="浙江省 温州市 瑞安市 环城路 12 号",
            lines=(
                ReceivedLine(
                    title="恒温花洒套装", quantity=1, oid=f"{number}1",
                    merchant_code="HS-3301-CR", unit_price_fen=128_800,
                    paid_fen=128_800,
                ),
            ),
        )
        for number in ORDERS
    ]  # fmt: skip
    return write_files(orders, folder, made_at=WORKDAY)


def import_orders(page, base, files):
    page.goto(f"{base}/imports/new/?target=taobao.orders")
    page.select_option("select[name$=shop]", "tmall")
    page.set_input_files("input[type=file]", [str(file) for file in files])
    page.get_by_role("button", name="读取文件").click()
    page.get_by_role("button", name="导入无误的行").click(timeout=60_000)
    expect(page.get_by_role("link", name="下一个文件")).to_be_visible(timeout=60_000)


def enter_numbers(page, base):
    page.goto(f"{base}/shipping/tracking-entry/")
    page.fill("#scan", "\n".join(f"{number} {code}" for number, code in ORDERS.items()))
    page.locator(".scan .btn-primary").click()
    expect(page.locator(f"#entry-sheet input[value={WAYBILL}]")).to_have_count(1)
    page.locator("#entry-sheet .stick .btn-primary").click()
    expect(page.locator("#entry-sheet tbody tr")).to_have_count(0)


def post_vouchers(page, base):
    page.goto(f"{base}/books/entries/")
    page.get_by_label("选中本页全部").check()
    page.get_by_role("button", name="过账").click()
    page.get_by_role("button", name="过账").click()
    expect(page.get_by_text(FIRST)).to_have_count(0)


def act(page, path, name, **answers):
    """Open a page with one question, answer it, and press its button."""
    page.goto(path)
    for field, value in answers.items():
        page.fill(f"[name={field}]", value)
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()
    assert page.url.split("?")[0] != path, page.locator("main").inner_text()


def work_a_day(person, files):
    """Let the guide bring in the orders, ship them and post them."""
    base = person.live.url
    guide = person.page(user="guide")
    import_orders(guide, base, files)
    enter_numbers(guide, base)
    post_vouchers(guide, base)


def appraise(base, guide, lead, manager):
    """Carry the month's form from hand to hand to its end."""
    act(manager, f"{base}/planning/targets/set/", "保存", month=str(MONTH), value="31,000")
    act(manager, f"{base}/appraisal/fill-in/", "生成", month=str(MONTH))
    guide.goto(f"{base}/appraisal/mine/")
    guide.get_by_role("link", name=str(MONTH)).click()
    form = guide.url
    act(guide, f"{form}rate/", "自评")
    act(lead, f"{form}score/", "评分")
    act(manager, f"{form}publish/", "公布")
    act(guide, f"{form}acknowledge/", "知道了")


def pay(base, manager, boss):
    """Let one prepare the month's pay and another approve it, with their password once more."""
    act(manager, f"{base}/payroll/prepare/", "计算", month=str(MONTH))
    boss.goto(f"{base}/payroll/")
    boss.get_by_role("button", name="确认参数").click()
    boss.goto(f"{manager.url}approve/")
    if "reauthenticate" in boss.url:
        boss.fill("input[type=password]", "boss")
        boss.keyboard.press("Enter")
        boss.wait_for_url("**/approve/")
    boss.get_by_role("button", name="批准").click()
    expect(boss.get_by_text("已批准").first).to_be_visible()


def open_down_to_the_parcel(base, guide):
    """Go from the last figure of the slip to the parcel that it came from."""
    guide.goto(f"{base}/payroll/mine/")
    guide.get_by_role("link", name=str(MONTH)).click()
    expect(guide.locator("tfoot .big")).to_have_text("2,895.00")
    guide.get_by_role("link", name="绩效工资").click()
    guide.get_by_role("row", name="单号录入及时率").get_by_role("link", name="24 条").click()
    guide.get_by_role("link", name=WAYBILL).click()
    expect(guide.get_by_text(FIRST).first).to_be_visible()


def test_an_order_file_becomes_a_payslip(house, tmp_path):
    files = order_files(tmp_path)

    with house(WORKDAY) as person:
        with person.live.database():
            found_company()
        work_a_day(person, files)
        assert person.complaints == []

    with house(AFTER) as person:
        guide, lead, manager, boss = (person.page(user=name) for name in PEOPLE)
        appraise(person.live.url, guide, lead, manager)
        pay(person.live.url, manager, boss)
        open_down_to_the_parcel(person.live.url, guide)
        assert person.complaints == []

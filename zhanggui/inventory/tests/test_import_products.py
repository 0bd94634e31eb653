from datetime import datetime

import pytest
from django.urls import reverse

from zhanggui.catalog.models import Product, ProductLine, Revision, Sku
from zhanggui.core.periods import SHANGHAI
from zhanggui.imports.models import State
from zhanggui.imports.registry import Outcome, targets
from zhanggui.imports.selectors import counts
from zhanggui.imports.services import (
    Upload,
    ask_commit,
    ask_undo,
    receive,
    run_check,
    run_commit,
    run_undo,
)
from zhanggui.inventory.models import Move
from zhanggui.inventory.tests.conftest import level_of, reserve
from zhanggui.journal.models import Entry
from zhanggui.org.models import User

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)
HEAD = "商家编码,款号,商品名称,规格,产品线,价格,成本,重量,税率,条码,期初库存\n"
TWO = (
    "HS-3301,HS33,恒温花洒,银色,花洒,1299,520,2100,13%,6901234567892,20\n"
    "HS-3302,HS33,恒温花洒,枪灰,花洒,1399,560,2.1kg,13,,5\n"
)


@pytest.fixture
def keeper(db):
    return User.objects.create_superuser("keeper")


@pytest.fixture
def bring(tmp_path, keeper):
    def bring(text, code="catalog.products", by=None):
        path = tmp_path / "sheet.csv"
        path.write_text(text)
        upload = Upload("sheet.csv", path)
        session = receive(
            target=targets[code], uploads=[upload], options={}, by=by or keeper, at=AT
        )
        run_check(session.pk, at=AT)
        ask_commit(session=session)
        run_commit(session.pk, at=AT)
        session.refresh_from_db()
        assert session.state == State.DONE
        return session

    return bring


def outcome(session):
    [count] = counts(session)
    return count.new, count.changed, count.unchanged, count.refused


def refusals(session):
    return [row.reason for row in session.rows.filter(outcome=Outcome.REFUSED).order_by("number")]


def test_a_sheet_fills_library_and_shelves(bring):
    session = bring(HEAD + TWO)

    assert outcome(session) == (2, 0, 0, 0)
    product = Product.objects.get()
    assert (product.code, product.name, product.line.name) == ("HS33", "恒温花洒", "花洒")
    sku = Sku.objects.get(merchant_code="HS-3302")
    assert (sku.spec, sku.price_fen, sku.cost_fen, sku.weight_g, sku.vat_bp) == (
        "枪灰",
        139900,
        56000,
        2100,
        1300,
    )
    assert level_of(sku) == (5, 0)
    assert Move.objects.get(sku=sku).unit_cost_fen == 56000
    assert Entry.objects.filter(action="catalog.product_added").count() == 1
    assert Entry.objects.filter(action="inventory.opening_recorded").count() == 2


def test_the_same_sheet_again_changes_nothing(bring):
    bring(HEAD + TWO)
    versions = Revision.objects.count()

    session = bring(HEAD + TWO)

    assert outcome(session) == (0, 0, 2, 0)
    assert Revision.objects.count() == versions
    assert Move.objects.count() == 2


def test_changes_are_told_field_by_field_and_can_be_undone(bring):
    bring(HEAD + TWO)
    session = bring("商家编码,商品名称,价格\nHS-3301,恒温花洒,1199\nHS-3302,恒温花洒,\n")
    assert outcome(session) == (0, 1, 1, 0)
    row = session.rows.get(outcome=Outcome.CHANGED)
    assert "1,299.00 → 1,199.00" in row.reason

    ask_undo(session=session)
    run_undo(session.pk, at=AT)

    assert Sku.objects.get(merchant_code="HS-3301").price_fen == 129900


def test_undo_takes_back_new_goods_and_their_opening_stock(bring):
    session = bring(HEAD + TWO)
    used = Sku.objects.get(merchant_code="HS-3301")
    reserve((used.pk, 1, 1))

    ask_undo(session=session)
    run_undo(session.pk, at=AT)

    unused = Sku.objects.get(merchant_code="HS-3302")
    assert level_of(unused) == (0, 0)
    assert not unused.is_active
    used.refresh_from_db()
    assert used.is_active
    assert level_of(used) == (20, 1)


def test_undo_deletes_goods_that_nothing_knows(bring):
    session = bring("商家编码,商品名称\nHS-9,花洒\n")

    ask_undo(session=session)
    run_undo(session.pk, at=AT)

    assert Sku.objects.count() == Product.objects.count() == 0


def test_a_value_that_was_changed_since_is_not_undone(bring):
    bring(HEAD + TWO)
    session = bring("商家编码,商品名称,价格\nHS-3301,恒温花洒,1199\n")
    Sku.objects.filter(merchant_code="HS-3301").update(price_fen=99900)

    ask_undo(session=session)
    run_undo(session.pk, at=AT)

    assert Sku.objects.get(merchant_code="HS-3301").price_fen == 99900
    assert session.rows.filter(sheet_code="undo", outcome=Outcome.REFUSED).count() == 1


def test_an_undone_opening_can_be_recorded_again(bring):
    session = bring(HEAD + TWO)
    ask_undo(session=session)
    run_undo(session.pk, at=AT)

    again = bring(HEAD + TWO)

    assert outcome(again) == (0, 2, 0, 0)
    sku = Sku.objects.get(merchant_code="HS-3301")
    assert level_of(sku) == (20, 0)
    assert sku.is_active


@pytest.mark.parametrize(
    "row",
    [
        "HS-3303,HS33,另一个名字,白,花洒,1299,520,2100,13%,,\n",
        "HS-3301,HS34,恒温花洒,银色,花洒,1299,520,2100,13%,,\n",
        "HS-3303,HS33,恒温花洒,白,花洒,1299,520,2100,13%,6901234567892,\n",
        "HS-3303,HS33,恒温花洒,白,花洒,1e308,520,2100,13%,,\n",
        "HS-3303,HS33,恒温花洒,白,花洒,1299,520,2100,13%,,-3\n",
        "HS-3303,HS33,恒温花洒,白,花洒,1299,520,2100,13%,123,\n",
    ],
)
def test_a_bad_row_is_refused_and_the_rest_is_stored(bring, row):
    first = HEAD + TWO
    bring(first)

    session = bring(
        first.replace("HS-3301,HS33", "HS-3304,HS33").replace("6901234567892", "") + row
    )

    assert session.tally["rows"]["products"]["REFUSED"] == 1
    assert Sku.objects.count() == 3
    assert refusals(session)[0]


def test_another_opening_stock_is_refused(bring):
    bring(HEAD + TWO)

    session = bring(
        "商家编码,期初库存\nHS-3301,21\nHS-3302,5\nHS-X,4\nHS-Y,x\n", "inventory.opening"
    )

    assert outcome(session) == (0, 0, 1, 3)
    assert "20" in refusals(session)[0]


def test_opening_stock_comes_by_a_sheet_of_its_own(bring):
    bring("商家编码,商品名称\nHS-9,花洒\n")

    session = bring("商家编码,期初库存\nHS-9,12\n", "inventory.opening")

    assert outcome(session) == (1, 0, 0, 0)
    assert level_of(Sku.objects.get()) == (12, 0)


def test_a_designer_cannot_record_opening_stock(bring, hire):
    designer = hire("web-designer")

    session = bring(HEAD + TWO + "HS-9,HS9,花洒,,,,,,,,\n", by=designer)

    assert outcome(session) == (1, 0, 0, 2)
    assert Move.objects.count() == 0


def test_the_downloaded_sheet_comes_back_unchanged(bring, client, keeper, tmp_path):
    bring(HEAD + TWO)
    client.force_login(keeper)
    content = b"".join(client.get(reverse("catalog:sheet")).streaming_content)
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(content)
    upload = Upload("sheet.xlsx", path)

    session = receive(
        target=targets["catalog.products"], uploads=[upload], options={}, by=keeper, at=AT
    )
    run_check(session.pk, at=AT)

    session.refresh_from_db()
    assert outcome(session) == (0, 0, 2, 0)
    assert ProductLine.objects.count() == 1


def test_five_hundred_rows_take_few_queries(bring, django_assert_max_num_queries):
    rows = "".join(f"HS-{n},P{n},花洒{n},,花洒,10,5,1,13,,1\n" for n in range(500))

    with django_assert_max_num_queries(95):
        bring(HEAD + rows)

    assert Sku.objects.count() == 500

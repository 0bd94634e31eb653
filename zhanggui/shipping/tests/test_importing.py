import pytest

from zhanggui.imports.registry import Batch, Context, Outcome, Row
from zhanggui.orders.tests.trade import NOON
from zhanggui.shipping.models import Parcel
from zhanggui.shipping.targets import judge_rows, store_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
YT = "YT9693083639795"


@pytest.fixture
def context(clerk):
    return Context(by=clerk, at=NOON, session_id=1, options={}, sheets=frozenset({"numbers"}))


def batch(*rows):
    names = ("order_number", "number", "carrier")
    return Batch(
        [Row(n, dict(zip(names, row, strict=False)), {}) for n, row in enumerate(rows, start=2)]
    )


def told(verdicts):
    return [(v.number, v.outcome, str(v.reason)) for v in verdicts]


def test_a_sheet_is_judged_and_stored_and_changes_nothing_the_second_time(context, order):
    sheet = batch((order.number, YT, "圆通快递"), ("404", "SF1234567890123", ""))
    expected = [
        (2, Outcome.NEW, ""),
        (3, Outcome.REFUSED, "There is no such order in your shops"),
    ]

    assert told(judge_rows(sheet, context)) == expected
    assert not Parcel.objects.exists()
    assert told(store_rows(sheet, context)) == expected
    assert Parcel.objects.get().carrier.code == "YTO"

    assert told(store_rows(sheet, context))[0] == (2, Outcome.UNCHANGED, "")
    assert Parcel.objects.count() == 1


def test_a_doubtful_number_is_refused_in_a_file(context, order):
    [verdict] = judge_rows(batch((order.number, "12345", "圆通")), context)

    assert (verdict.outcome, verdict.reason) == (
        Outcome.REFUSED,
        "圆通速递 does not use numbers of this shape",
    )

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.shipping import rules
from zhanggui.shipping.rules import Fault, Pasted, Shapes

SF = Shapes("SF", ("顺丰速运", "顺丰"), r"SF\d{12,13}", rules.ANY)
YTO = Shapes("YTO", ("圆通速递", "圆通"), r"YT\d{13}", r"[A-Z0-9]{2}\d{10}")
ZTO = Shapes("ZTO", ("中通快递", "中通"), r"7[5-9]\d{12}", r"\d{12}")
JTSD = Shapes("JTSD", ("极兔速递",), r"JT\d{13}")
NEW = Shapes("NEW", ("新快递",))
ALL = [SF, YTO, ZTO, JTSD, NEW]
ORDER, OTHER = "3028689418086124567", "3028689418086124601"


@pytest.mark.parametrize(
    ("scanned", "tidied"),
    [
        (" sf1234567890123 ", "SF1234567890123"),
        ("ＹＴ９６９３０８３６３９７９５", "YT9693083639795"),
        ('="3028689418086124567"', ORDER),
        ("'7554 3210 9876 54", "75543210987654"),
        ("\ufeffJD-01\u200b", "JD-01"),
        ("", ""),
    ],
)
def test_a_token_is_read_without_what_is_not_its(scanned, tidied):
    assert rules.tidy(scanned) == tidied


SCANNED = "019AZaz-_=\"'`“”　 \t０Ａｚ－\u200b\ufeff单号"


@given(st.text(alphabet=SCANNED, max_size=60))
def test_tidying_twice_is_tidying_once(text):
    once = rules.tidy(text)

    assert rules.tidy(once) == once


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("", Fault.EMPTY),
        ("123", Fault.LENGTH),
        ("1234", None),
        ("A" * 35, None),
        ("A" * 36, Fault.LENGTH),
        ("SF123_4", Fault.CHARACTERS),
        ("圆通12345", Fault.CHARACTERS),
    ],
)
def test_a_number_has_4_to_35_letters_digits_and_hyphens(number, fault):
    assert rules.fault_of(number) == fault


@pytest.mark.parametrize(
    ("number", "carrier"),
    [
        ("SF1234567890123", "SF"),
        ("YT9693083639795", "YTO"),
        ("75543210987654", "ZTO"),
        ("JT1234567890123", "JTSD"),
        ("DPK12345", ""),
    ],
)
def test_a_number_tells_its_carrier(number, carrier):
    assert rules.guess(number, ALL) == carrier


def test_the_favourite_wins_where_the_number_does_not_tell():
    assert rules.guess("123456789012", ALL) == "YTO"
    assert rules.guess("123456789012", ALL, favourite="ZTO") == "ZTO"
    assert rules.guess("ABC-1", ALL, favourite="SF") == "SF"


def test_the_favourite_does_not_win_against_a_sure_shape():
    assert rules.guess("YT9693083639795", ALL, favourite="SF") == "YTO"


def test_a_number_of_another_shape_is_only_doubtful():
    assert not YTO.may_be("12345")
    assert not JTSD.may_be("12345")
    assert SF.may_be("12345")
    assert NEW.may_be("12345")


@pytest.mark.parametrize("separator", ["\t", " ", ",", "，", ";", "；", " | ", "、", ": "])
def test_pairs_are_read_with_any_separator(separator):
    text = f"{ORDER}{separator}YT9693083639795\r\n{OTHER}{separator}SF1234567890123\r\n"

    assert rules.read_pasted(text, ALL) == [
        Pasted(1, ORDER, "YT9693083639795"),
        Pasted(2, OTHER, "SF1234567890123"),
    ]


def test_a_word_names_the_carrier_wherever_it_stands():
    assert rules.read_pasted(f"圆通 {ORDER} 123456789012", ALL) == [
        Pasted(1, ORDER, "123456789012", "YTO")
    ]
    assert rules.read_pasted(f"{ORDER},zto,123456789012", ALL) == [
        Pasted(1, ORDER, "123456789012", "ZTO")
    ]


def test_headings_and_empty_lines_are_passed_over():
    text = f"订单编号\t物流公司\t运单号\n\n{ORDER}\t中通快递\t123456789012"

    assert rules.read_pasted(text, ALL) == [Pasted(3, ORDER, "123456789012", "ZTO")]


def test_single_numbers_are_pairs_as_a_scanner_writes_them():
    text = f"{ORDER}\nYT9693083639795\n{OTHER}\n"

    assert rules.read_pasted(text, ALL) == [
        Pasted(1, ORDER, "YT9693083639795"),
        Pasted(3, OTHER, ""),
    ]


@given(st.text(alphabet=SCANNED + "\n,，；|/", max_size=200))
def test_any_text_is_read_without_an_error(text):
    for row in rules.read_pasted(text, ALL):
        assert row.order_number or row.number


def test_a_number_is_due_when_the_promise_runs_out_or_four_hours_after_a_hold():
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)

    assert rules.due_at(ship_by=noon, free_since=None) == noon
    assert rules.due_at(ship_by=noon, free_since=noon - timedelta(hours=9)) == noon
    assert rules.due_at(ship_by=noon, free_since=noon) == noon + timedelta(hours=4)
    assert rules.due_at(ship_by=None, free_since=noon) is None


def test_a_row_of_a_file_has_the_columns_that_the_template_asks_for():
    columns = [("单号", "number"), ("类型", "=自己联系"), ("订单", "order_number")]

    cells = rules.cells_of(columns, {"number": "SF1234567890123", "order_number": ORDER})

    assert cells == ["SF1234567890123", "自己联系", ORDER]

import pytest

from zhanggui.catalog.rules import (
    BadProductRowError,
    parse_barcode,
    parse_vat,
    parse_weight,
    read_row,
)

ROW = {"merchant_code": "HS-01", "name": "花洒"}


@pytest.mark.parametrize(
    ("text", "rate"), [("13", 1300), ("13%", 1300), ("0.13", 1300), ("6.5 %", 650), ("0", 0)]
)
def test_vat_rates(text, rate):
    assert parse_vat(text) == rate


@pytest.mark.parametrize("text", ["x", "31", "-1", "0.12345", "1e308"])
def test_what_is_no_vat_rate(text):
    with pytest.raises((ValueError, ArithmeticError)):
        parse_vat(text)


@pytest.mark.parametrize(
    ("text", "grams"), [("1200", 1200), ("1.5kg", 1500), ("800 g", 800), ("2公斤", 2000)]
)
def test_weights(text, grams):
    assert parse_weight(text) == grams


def test_a_barcode_has_a_right_check_digit():
    assert parse_barcode("6901234567892") == "6901234567892"
    for bad in ("6901234567893", "69012", "abc"):
        with pytest.raises(ValueError, match=bad):
            parse_barcode(bad)


def test_empty_cells_leave_the_value_open():
    row = read_row(ROW | {"price": "199", "cost": "", "line": ""})

    assert row.sku == {"price_fen": 19900}
    assert row.product == {"name": "花洒"}


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("price", "1e308"),
        ("price", "-1"),
        ("weight", "很重"),
        ("weight", "-5"),
        ("weight", "1e9kg"),
        ("vat", "99"),
        ("barcode", "123"),
        ("name", "花" * 121),
        ("spec", "x" * 121),
    ],
)
def test_a_bad_cell_is_named(field, text):
    with pytest.raises(BadProductRowError) as found:
        read_row(ROW | {field: text})

    assert found.value.field == field

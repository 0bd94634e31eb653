from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.core.money import BadMoneyError, fen_of, format_fen, parse_fen, share_out


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1,234.50", 123450),
        ("¥12", 1200),
        ("￥ 12.3", 1230),
        ("-0.5", -50),
        ("+0.05", 5),
        (".5", 50),
        ("88.00元", 8800),
        ("88.0000", 8800),
        (" 0 ", 0),
    ],
)
def test_an_amount_is_read(text, fen):
    assert parse_fen(text) == fen


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "-",
        "元",
        "1.005",
        "1,23.00",
        "12 34",
        "1e308",
        "nan",
        "１２",
        "=1+1",
        "9" * 17,
        "9" * 400,
    ],
)
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(BadMoneyError):
        parse_fen(text)


def test_a_large_amount_keeps_its_thousands():
    assert format_fen(-138642000) == "-1,386,420.00"


@given(st.integers(-(10**15), 10**15))
def test_what_is_written_is_read_back(fen):
    assert parse_fen(format_fen(fen)) == fen


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_shares_add_up_to_the_fen(total, weights):
    parts = share_out(total, weights)

    assert sum(parts) == total
    assert all(part >= 0 for part in parts)


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (100_000, [1, 1, 1], [33_334, 33_333, 33_333]),
        (99_999, [11, 10, 9, 8], [28_947, 26_316, 23_684, 21_052]),
        (5, [0, 0], [3, 2]),
        (7, [], []),
    ],
)
def test_a_total_is_shared_out(total, weights, parts):
    assert share_out(total, weights) == parts


def test_half_a_fen_goes_up():
    assert fen_of(Decimal("0.005")) == 1
    assert fen_of(Decimal("-0.005")) == -1

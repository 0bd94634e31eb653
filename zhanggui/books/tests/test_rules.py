from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.books import rules
from zhanggui.books.rules import Posting, Role, SoldLine
from zhanggui.core.periods import SHANGHAI

# The VAT rates of the goods of today and of years before, and none.
RATES = st.sampled_from([0, 100, 300, 600, 900, 1300, 1600, 1700])
LINES = st.lists(
    st.builds(
        SoldLine,
        sku=st.sampled_from(["A", "B", "C"]),
        quantity=st.integers(1, 99),
        paid_fen=st.integers(0, 10**9),
        vat_bp=RATES,
        cost_fen=st.integers(0, 10**9),
    ),
    min_size=1,
    max_size=30,
)


@given(LINES, st.integers(0, 10**6))
def test_a_sale_balances_for_any_prices_rates_and_freight(lines, freight):
    postings = rules.sale(lines, freight)

    paid = sum(line.paid_fen for line in lines) + freight
    totals = rules.totals(postings)
    assert rules.difference(postings) == 0
    assert totals[Role.RECEIVABLE] == paid
    assert totals[Role.REVENUE] + totals.get(Role.OUTPUT_VAT, 0) == paid
    assert totals.get(Role.STOCK, 0) == sum(line.cost_fen for line in lines)
    assert all(p.debit_fen == 0 or p.credit_fen == 0 for p in postings)


@given(LINES, st.integers(0, 10**6))
def test_the_tax_of_a_line_is_right_to_half_a_fen(lines, freight):
    # Net × rate and the tax that is posted differ by the rounding of the net alone.
    for line in lines:
        net = rules.net_of(line.paid_fen, line.vat_bp)
        tax = line.paid_fen - net
        assert abs(tax * 10_000 - net * line.vat_bp) <= 5_000 + line.vat_bp // 2


@given(LINES, st.integers(0, 10**6))
def test_a_sale_and_its_reversal_come_to_nothing(lines, freight):
    postings = rules.sale(lines, freight)

    assert set(rules.totals([*postings, *rules.reversed_(postings)]).values()) <= {0}


@pytest.mark.parametrize(
    ("gross", "rate", "net"),
    [(11_300, 1300, 10_000), (128_800, 1300, 113_982), (1, 1300, 1), (5, 900, 5), (0, 1300, 0)],
)
def test_vat_is_taken_out_of_a_price_half_up(gross, rate, net):
    assert rules.net_of(gross, rate) == net


def test_a_sale_of_two_rates_with_freight():
    faucet = SoldLine("LT-105", 2, 20_000, 1300, 9_000)
    book = SoldLine("BK-1", 1, 10_000, 900, 0)

    postings = rules.sale([faucet, book], 1_000)

    # Freight 10.00 goes 6.67 and 3.33; 206.67 holds 23.78 tax, 103.33 holds 8.53.
    assert postings == [
        Posting(Role.RECEIVABLE, debit_fen=31_000),
        Posting(Role.REVENUE, credit_fen=18_289, sku="LT-105", quantity=2),
        Posting(Role.REVENUE, credit_fen=9_480, sku="BK-1", quantity=1),
        Posting(Role.OUTPUT_VAT, credit_fen=3_231),
        Posting(Role.COST_OF_GOODS, debit_fen=9_000),
        Posting(Role.STOCK, credit_fen=9_000, sku="LT-105", quantity=2),
    ]


def test_a_sale_without_lines_is_none():
    with pytest.raises(ValueError, match="needs a line"):
        rules.sale([], 0)


def test_a_sale_is_due_at_the_end_of_its_day_or_four_hours_later():
    afternoon = datetime(2026, 11, 20, 15, 0, tzinfo=SHANGHAI)
    night = datetime(2026, 11, 20, 23, 30, tzinfo=SHANGHAI)

    assert rules.due_at(afternoon) == datetime(2026, 11, 21, 0, 0, tzinfo=SHANGHAI)
    assert rules.due_at(night) == night + timedelta(hours=4)

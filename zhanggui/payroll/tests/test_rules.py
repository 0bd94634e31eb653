from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.payroll.rules.insurance import Scheme, shares_of
from zhanggui.payroll.rules.slip import performance_fen, slip_of
from zhanggui.payroll.rules.tax import (
    MonthOfPay,
    annual_tax_fen,
    withheld_by_month,
    withhold_fen,
)

SAMPLE = Scheme(
    floor_fen=5_000_00, ceiling_fen=25_000_00, fund_floor_fen=2_000_00, fund_ceiling_fen=25_000_00
)


def fen(yuan):
    return int(Decimal(str(yuan)) * 100)


def year(income, special=0, additional=0, months=12, first_basic=1):
    return [
        MonthOfPay(fen(income), fen(special), fen(additional), first_basic if n == 0 else 1)
        for n in range(months)
    ]


@pytest.mark.parametrize(
    ("case", "months", "expected"),
    [
        ("T1", year(30_000, 4_500, 2_000), [555, 625, *[1850] * 5, 2250, *[3700] * 4]),
        ("T2", year(30_000, 4_500), [615, 965, *[2050] * 5, 4050, *[4100] * 4]),
        ("T3", year(4_500, "603.75"), [0] * 12),
        ("T4", year(8_000, 1_240, 1_000), ["22.80"] * 12),
        (
            "T5",
            year(11_500, "2012.50"),
            [*["134.63", "134.62"] * 4, "441.75", *["448.75"] * 3],
        ),
        ("T6", year(12_000, 1_500, months=6), [165] * 6),
        ("T6b", year(12_000, 1_500, months=6, first_basic=7), [0] * 5 + [90]),
        (
            "T8",
            [
                MonthOfPay(fen(x), fen(2_000))
                for x in (20_000, 20_000, 3_000, 3_000, 20_000, 20_000)
            ],
            [390, 390, 0, 0, 150, 950],
        ),
        (
            "T9",
            [*year(20_000, 2_000, months=2), MonthOfPay(fen(20_000), fen(2_000), 0, 2)],
            [390, 390, 240],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_year_is_withheld(case, months, expected):
    assert withheld_by_month(months) == [fen(x) for x in expected], case


def test_the_uneven_rounding_of_the_year_is_on_the_cumulative():
    assert sum(withheld_by_month(year(11_500, "2012.50"))) == fen("2865.00")


@pytest.mark.parametrize(
    ("taxable", "withheld", "expected"),
    [
        ("72416.87", "3874.46", "847.23"),  # T10
        ("23695.40", "690", "20.86"),  # T11
        ("38472.29", "0", "1327.23"),  # T12
        ("3750", "0", "112.50"),
        ("1.50", "0", "0.05"),  # T14: half-up, not half-even
        ("33333.50", "0", "1000.01"),
    ],
)
def test_one_month_is_withheld(taxable, withheld, expected):
    month = MonthOfPay(fen(taxable), basic_months=0)

    assert withhold_fen([month], withheld_fen=fen(withheld)) == fen(expected)


@pytest.mark.parametrize(
    ("taxable", "tax"),
    [
        ("0", "0"), ("36000", "1080"), ("36000.01", "1080"), ("144000", "11880"),
        ("300000", "43080"), ("420000", "73080"), ("660000", "145080"), ("960000", "250080"),
        ("1000000", "268080"), ("-5000", "0"),
    ],
)  # fmt: skip
def test_the_table_of_the_year(taxable, tax):
    assert annual_tax_fen(fen(taxable)) == fen(tax)


@pytest.mark.parametrize(
    ("average", "shares", "total"),
    [
        (3_500, ("400.00", "100.00", "25.00"), "525.00"),
        ("6789.37", ("543.15", "135.79", "33.95"), "712.89"),
        (30_000, ("2000.00", "500.00", "125.00"), "2625.00"),
    ],
)
def test_insurance_is_on_a_bounded_base(average, shares, total):
    found = shares_of(SAMPLE, average_fen=fen(average), fund_average_fen=fen(average))

    assert (found.pension_fen, found.medical_fen, found.unemployment_fen) == tuple(map(fen, shares))
    assert found.insurance_fen == fen(total)


def test_the_whole_slip_of_a_shop_guide():
    shares = shares_of(SAMPLE, average_fen=fen(3_600), fund_average_fen=fen(3_600))

    slip = slip_of(
        post_fen=fen(2_500),
        performance=performance_fen(fen(1_000), Decimal("1.10")),
        shares=shares,
        earlier=[],
        withheld_fen=0,
    )

    assert slip.performance_fen == fen(1_100)
    assert slip.gross_fen == fen(3_600)
    assert (shares.insurance_fen, shares.fund_fen) == (fen(525), fen(180))
    assert (slip.tax_fen, slip.net_fen) == (0, fen(2_895))


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=12))
def test_what_is_withheld_is_never_less_than_nothing_nor_more_than_the_pay(incomes):
    months = [MonthOfPay(income) for income in incomes]

    withheld = withheld_by_month(months)

    assert all(0 <= tax <= income for tax, income in zip(withheld, incomes, strict=True))


@given(st.lists(st.integers(0, 10**7), min_size=2, max_size=12))
def test_equal_years_in_any_order_owe_the_same_at_the_most(incomes):
    months = [MonthOfPay(income) for income in incomes]
    owed = annual_tax_fen(sum(incomes) - len(incomes) * 5_000_00)

    assert sum(withheld_by_month(months)) >= owed


@given(st.integers(0, 10**8), st.integers(0, 10**8))
def test_more_income_never_means_less_tax(a, b):
    low, high = sorted((a, b))

    assert annual_tax_fen(low) <= annual_tax_fen(high)

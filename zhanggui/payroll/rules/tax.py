"""Income tax on wages by cumulative withholding (累计预扣法).

Sources: Individual Income Tax Law (2018), table 1 and art. 6; State Taxation Administration
announcement 2018 no. 61, art. 6: withhold max(0, T(cumulative taxable) - cumulative withheld); what
would be negative is not given back within the year. Rounded half-up to the fen on the cumulative.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhanggui.core.money import fen_of, yuan_of

BASIC_A_MONTH_FEN = 5_000_00
# Upper bound of the yearly taxable income in yuan, rate in per cent, quick deduction in yuan.
BRACKETS = (
    (Decimal(36_000), 3, 0),
    (Decimal(144_000), 10, 2_520),
    (Decimal(300_000), 20, 16_920),
    (Decimal(420_000), 25, 31_920),
    (Decimal(660_000), 30, 52_920),
    (Decimal(960_000), 35, 85_920),
    (None, 45, 181_920),
)


@dataclass(frozen=True)
class MonthOfPay:
    """What one month of a tax year adds: income, the employee's insurance and fund, deductions."""

    income_fen: int
    special_fen: int = 0
    additional_fen: int = 0
    basic_months: int = 1


def annual_tax_fen(taxable_fen: int) -> int:
    """Return the tax on a year's (cumulative) taxable income, in fen; 0 for nothing or less."""
    taxable = yuan_of(max(taxable_fen, 0))
    for bound, rate, quick in BRACKETS:
        if bound is None or taxable <= bound:
            return fen_of(taxable * rate / 100 - quick)
    raise AssertionError


def taxable_fen(months: Sequence[MonthOfPay]) -> int:
    """Return the cumulative taxable income of the months so far, which may be negative."""
    return sum(
        m.income_fen - m.special_fen - m.additional_fen - m.basic_months * BASIC_A_MONTH_FEN
        for m in months
    )


def withhold_fen(months: Sequence[MonthOfPay], *, withheld_fen: int) -> int:
    """Return what is withheld in the last of the months, given what was before."""
    return max(0, annual_tax_fen(taxable_fen(months)) - withheld_fen)


def withheld_by_month(months: Sequence[MonthOfPay]) -> list[int]:
    """Return what is withheld in each month of a year, in fen."""
    withheld: list[int] = []
    for count in range(1, len(months) + 1):
        withheld.append(withhold_fen(months[:count], withheld_fen=sum(withheld)))
    return withheld

"""One slip: earnings, what is kept back, tax, net. Totals are sums of printed lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhanggui.core.money import fen_of, yuan_of
from zhanggui.payroll.rules.insurance import Shares
from zhanggui.payroll.rules.tax import MonthOfPay, withhold_fen


@dataclass(frozen=True)
class Slip:
    """A month's pay in fen."""

    post_fen: int
    performance_fen: int
    shares: Shares
    tax_fen: int

    @property
    def gross_fen(self) -> int:
        return self.post_fen + self.performance_fen

    @property
    def net_fen(self) -> int:
        return self.gross_fen - self.shares.total_fen - self.tax_fen


def performance_fen(base_fen: int, coefficient: Decimal) -> int:
    """Return the performance pay: base × coefficient, half-up to the fen."""
    return fen_of(yuan_of(base_fen) * coefficient)


def slip_of(
    *,
    post_fen: int,
    performance: int,
    shares: Shares,
    earlier: Sequence[MonthOfPay],
    withheld_fen: int,
    basic_months: int = 1,
) -> Slip:
    """Compose a month's slip; `earlier` are the months of the tax year before it.

    `basic_months` is how many months' basic deduction this pay brings: more than one after months
    without pay in the same employment.
    """
    this = MonthOfPay(
        income_fen=post_fen + performance,
        special_fen=shares.total_fen,
        basic_months=basic_months,
    )
    tax = withhold_fen([*earlier, this], withheld_fen=withheld_fen)
    return Slip(post_fen, performance, shares, tax)

"""The employee's shares of social insurance and housing fund.

Rates: pension 8 %, medical 2 %, unemployment 0.5 % of a base between bounds that each
city sets and dates; fund 5 to 12 % (Regulations on the housing fund, art. 16 and 18). Each printed
line is rounded half-up to the fen.
"""

from dataclasses import dataclass
from decimal import Decimal

from zhanggui.core.money import fen_of, yuan_of


@dataclass(frozen=True)
class Scheme:
    """A city's figures: bounds in fen, rates in hundredths of a per cent."""

    floor_fen: int
    ceiling_fen: int
    fund_floor_fen: int
    fund_ceiling_fen: int
    pension_bp: int = 800
    medical_bp: int = 200
    unemployment_bp: int = 50
    fund_bp: int = 500


@dataclass(frozen=True)
class Shares:
    """What is kept back, in fen, and the bases it was computed on."""

    base_fen: int
    fund_base_fen: int
    pension_fen: int
    medical_fen: int
    unemployment_fen: int
    fund_fen: int

    @property
    def insurance_fen(self) -> int:
        return self.pension_fen + self.medical_fen + self.unemployment_fen

    @property
    def total_fen(self) -> int:
        return self.insurance_fen + self.fund_fen


def _clamp(amount: int, floor: int, ceiling: int) -> int:
    return min(max(amount, floor), ceiling)


def _share(base_fen: int, bp: int) -> int:
    return fen_of(yuan_of(base_fen) * Decimal(bp) / 10_000)


def shares_of(scheme: Scheme, *, average_fen: int, fund_average_fen: int) -> Shares:
    """Return the shares for last year's average wages, clamped to the scheme's bounds."""
    base = _clamp(average_fen, scheme.floor_fen, scheme.ceiling_fen)
    fund_base = _clamp(fund_average_fen, scheme.fund_floor_fen, scheme.fund_ceiling_fen)
    return Shares(
        base_fen=base,
        fund_base_fen=fund_base,
        pension_fen=_share(base, scheme.pension_bp),
        medical_fen=_share(base, scheme.medical_bp),
        unemployment_fen=_share(base, scheme.unemployment_bp),
        fund_fen=_share(fund_base, scheme.fund_bp),
    )

"""Money is a whole number of fen (1/100 yuan). Pure Python."""

import re
from decimal import ROUND_HALF_UP, Decimal

# Beyond this a figure is a mistake, and would not fit the database's 64-bit column either.
MAX_FEN = 10**15

_YUAN = re.compile(
    r"^[¥￥]?\s*([+-]?)(?:(\d{1,3}(?:,\d{3})+)|(\d+))?(?:\.(\d{0,2})0*)?\s*元?$", re.ASCII
)


class BadMoneyError(ValueError):
    """A text is not an amount of yuan."""


def parse_fen(text: str) -> int:
    """Read yuan such as "1,234.50", "¥12", "-0.5" or "88.00元" as fen.

    :raises BadMoneyError: if the text is something else, or beyond MAX_FEN
    """
    match = _YUAN.match(text.strip())
    if match is None or not (match[2] or match[3] or match[4]):
        raise BadMoneyError(f"“{text[:40]}” is not an amount of yuan")
    if len(text) > 40:
        raise BadMoneyError(f"“{text[:40]}…” is too large an amount")
    whole = int((match[2] or match[3] or "0").replace(",", ""))
    fen = whole * 100 + int((match[4] or "").ljust(2, "0"))
    if fen > MAX_FEN:
        raise BadMoneyError(f"“{text[:40]}” is too large an amount")
    return -fen if match[1] == "-" else fen


def format_fen(fen: int) -> str:
    """Write fen as yuan: 123450 → "1,234.50"."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), 100)
    return f"{sign}{yuan:,}.{rest:02d}"


def round_half_up(amount: Decimal, places: str = "1") -> Decimal:
    """Round as accountants do: 0.5 goes away from zero."""
    return amount.quantize(Decimal(places), ROUND_HALF_UP)


def fen_of(yuan: Decimal) -> int:
    """Round yuan half-up to whole fen."""
    return int(round_half_up(yuan * 100))


def yuan_of(fen: int) -> Decimal:
    return Decimal(fen) / 100


def share_out(total: int, weights: list[int]) -> list[int]:
    """Split fen by weights so that the parts add up to the total exactly (largest fractions first).

    Equal fractions go to the earlier part; weights that are all zero count as equal.
    """
    if not weights:
        return []
    if not any(weights):
        weights = [1] * len(weights)
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts

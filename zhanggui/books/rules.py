"""What a sale is in the books. Pure Python: fen and basis points, no database."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from zhanggui.core.money import round_half_up, share_out
from zhanggui.core.periods import day_of, midnight

# Who ships late in the evening still has this long to post.
GRACE = timedelta(hours=4)


class Role(StrEnum):
    """What an account is for."""

    RECEIVABLE = "RECEIVABLE"
    REVENUE = "REVENUE"
    OUTPUT_VAT = "OUTPUT_VAT"
    COST_OF_GOODS = "COST_OF_GOODS"
    STOCK = "STOCK"


@dataclass(frozen=True)
class SoldLine:
    """Goods that left: what was paid for them, VAT included, and what they cost us, in fen.

    `vat_bp` is the VAT rate in hundredths of a per cent.
    """

    sku: str
    quantity: int
    paid_fen: int
    vat_bp: int
    cost_fen: int


@dataclass(frozen=True)
class Posting:
    """One line of a voucher. Debit or credit, the other is 0; a reversal's are negative."""

    role: Role
    debit_fen: int = 0
    credit_fen: int = 0
    sku: str = ""
    quantity: int = 0


def net_of(gross_fen: int, vat_bp: int) -> int:
    """Return a tax-inclusive price without its VAT, rounded half-up to the fen."""
    return int(round_half_up(Decimal(gross_fen) * 10_000 / (10_000 + vat_bp)))


def sale(lines: Sequence[SoldLine], freight_fen: int) -> list[Posting]:
    """Return the postings of a sale: they balance for any prices, rates and discounts.

    The freight that the buyer paid is a price beside the goods and taxed at their rates: it is
    shared out by what was paid for each line. A line's revenue is its price without VAT, rounded
    half-up; its VAT is what remains, so that both add up to the price and the odd fen is in the
    tax. Lines of one SKU and rate stand apart, as in the order.

    :raises ValueError: if there is no line
    """
    if not lines:
        raise ValueError("A sale needs a line")
    shares = share_out(freight_fen, [max(line.paid_fen, 0) for line in lines])
    gross = [line.paid_fen + share for line, share in zip(lines, shares, strict=True)]
    nets = [net_of(price, line.vat_bp) for price, line in zip(gross, lines, strict=True)]
    postings = [Posting(Role.RECEIVABLE, debit_fen=sum(gross))]
    postings += [
        Posting(Role.REVENUE, credit_fen=net, sku=line.sku, quantity=line.quantity)
        for net, line in zip(nets, lines, strict=True)
    ]
    if tax := sum(gross) - sum(nets):
        postings.append(Posting(Role.OUTPUT_VAT, credit_fen=tax))
    if cost := sum(line.cost_fen for line in lines):
        postings.append(Posting(Role.COST_OF_GOODS, debit_fen=cost))
        postings += [
            Posting(Role.STOCK, credit_fen=line.cost_fen, sku=line.sku, quantity=line.quantity)
            for line in lines
            if line.cost_fen
        ]
    return postings


def reversed_(postings: Iterable[Posting]) -> list[Posting]:
    """Return the same postings in red: on their sides, with the opposite sign."""
    return [Posting(p.role, -p.debit_fen, -p.credit_fen, p.sku, -p.quantity) for p in postings]


def difference(postings: Iterable[Posting]) -> int:
    """Return debit less credit: 0 when they balance."""
    return sum(p.debit_fen - p.credit_fen for p in postings)


def totals(postings: Iterable[Posting]) -> dict[Role, int]:
    """Return what each kind of account moves by, on its own side."""
    sums: dict[Role, int] = defaultdict(int)
    for posting in postings:
        sums[posting.role] += posting.debit_fen + posting.credit_fen
    return dict(sums)


def due_at(shipped_at: datetime) -> datetime:
    """Return by when a shipped order has to be posted: the end of its day, or GRACE later."""
    end_of_day = midnight(day_of(shipped_at) + timedelta(days=1))
    return max(end_of_day, shipped_at + GRACE)

"""Orders as a platform tells them, taken in by the thousand: told again, they change nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from zhanggui.core.crypto import keyed_hash
from zhanggui.orders.models import HoldKind, RawOrder
from zhanggui.orders.rules import (
    ReceivedOrder,
    amount_fault,
    code_key,
    fingerprint_texts,
    is_news,
    numbered,
    payable,
)
from zhanggui.orders.services.codes import skus_by_code
from zhanggui.orders.services.receiving_known import change_known
from zhanggui.orders.services.receiving_new import Telling, insert_new
from zhanggui.org.models import User
from zhanggui.shops.models import Shop


class Outcome(StrEnum):
    NEW = "NEW"
    CHANGED = "CHANGED"
    UNCHANGED = "UNCHANGED"
    NO_LINES = "NO_LINES"  # an order that is not known yet cannot be made without its lines


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came of one received order; `holds` are the kinds that stop it."""

    tid: str
    outcome: Outcome
    paid_fen: int
    holds: tuple[str, ...] = ()


def digest_of(order: ReceivedOrder) -> str:
    """Return a keyed hash of all that was told: 16 digits for the order, 16 for its lines."""
    head, lines = fingerprint_texts(order)
    return keyed_hash(head)[:16] + (keyed_hash(lines)[:16] if lines else "")


def _sorted_out(
    chunk: Sequence[ReceivedOrder], *, shop: Shop, told_at: datetime
) -> tuple[list[Outcome], dict[str, Telling]]:
    """Say what each order of a chunk is: the last words on an order count, told twice or known."""
    known = {
        tid: (status, was_told_at, digest)
        for tid, status, was_told_at, digest in RawOrder.objects.filter(
            shop=shop, tid__among=[order.tid for order in chunk]
        ).values_list("tid", "status", "told_at", "digest")
    }
    outcomes, news = [], dict[str, Telling]()
    for order in map(numbered, chunk):
        digest = digest_of(order)
        if order.tid not in known and not order.lines:
            outcomes.append(Outcome.NO_LINES)
            continue
        status, was_told_at, was = known.get(order.tid, ("", told_at, ""))
        digest += was[16:] if len(digest) == 16 else ""
        words = (order.status, told_at, digest)
        if status and (digest == was or not is_news(words, (status, was_told_at, was))):
            outcomes.append(Outcome.UNCHANGED)
            continue
        earlier = order.tid in news
        outcomes.append(Outcome.CHANGED if status else Outcome.NEW)
        known[order.tid] = words
        is_known = news[order.tid].is_known if earlier else bool(status)
        news[order.tid] = Telling(order, told_at, digest, is_known=is_known)
    return outcomes, news


@transaction.atomic
def receive_orders(
    chunk: Sequence[ReceivedOrder],
    *,
    shop: Shop,
    by: User | None,
    at: datetime,
    told_at: datetime | None = None,
) -> list[Receipt]:
    """Take in what a platform tells of some orders, each wholly: raw order, our order, stock.

    `told_at` is when the platform said so (now, if it is not known): an older telling never takes
    the place of a newer one, and no state goes back. An order told again in the same words changes
    no row. Return one receipt for each, in their order.
    """
    # One chunk of a shop at a time: two people may upload the same file.
    Shop.objects.select_for_update().filter(pk=shop.pk).first()
    outcomes, news = _sorted_out(chunk, shop=shop, told_at=told_at or at)
    holds = insert_new(
        [telling for telling in news.values() if not telling.is_known], shop=shop, by=by, at=at
    )
    holds |= change_known(
        [telling for telling in news.values() if telling.is_known], shop=shop, by=by, at=at
    )
    return [
        Receipt(order.tid, outcome, payable(order), holds.get(order.tid, ()))
        for order, outcome in zip(chunk, outcomes, strict=True)
    ]


def foresee_orders(
    chunk: Sequence[ReceivedOrder], *, shop: Shop, at: datetime, told_at: datetime | None = None
) -> list[Receipt]:
    """Say what receive_orders() would do, and write nothing. Shortages are not foreseen."""
    outcomes, news = _sorted_out(chunk, shop=shop, told_at=told_at or at)
    keys = {
        code_key(line.merchant_code, line.title, line.spec)
        for telling in news.values()
        for line in telling.order.lines
    }
    skus = skus_by_code(shop_id=shop.pk, keys=keys)
    receipts = []
    for order, outcome in zip(chunk, outcomes, strict=True):
        holds: list[str] = []
        if outcome in {Outcome.NEW, Outcome.CHANGED}:
            if any(code_key(x.merchant_code, x.title, x.spec) not in skus for x in order.lines):
                holds.append(HoldKind.UNKNOWN_SKU)
            if amount_fault(order):
                holds.append(HoldKind.AMOUNT)
        receipts.append(Receipt(order.tid, outcome, payable(order), tuple(holds)))
    return receipts

"""Buyers and their receivers, made known in sets: an order file brings thousands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhanggui.core.bulk import claim_ids, insert_rows, update_rows
from zhanggui.core.crypto import keyed_hash
from zhanggui.customers.models import Contact, Customer
from zhanggui.customers.rules import region
from zhanggui.customers.selectors import phone_hashes

CUSTOMER_FIELDS = (
    "id", "shop", "platform_id", "name", "created_at", "order_count", "last_order_at",
)  # fmt: skip
CONTACT_FIELDS = (
    "id", "customer", "fingerprint", "receiver", "phone", "address", "phone_hash",
    "phone_tail_hash", "province", "city", "oaid", "first_seen_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """What new orders say of a buyer: how many there are, and when the first and last were."""

    orders: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Receiver:
    """Whom an order goes to, as received; `customer_id` is None for an unknown buyer."""

    customer_id: int | None
    name: str
    phone: str
    address: str
    oaid: str = ""


@transaction.atomic
def know_buyers(*, shop_id: int, seen: Mapping[str, Seen]) -> dict[str, int]:
    """Make buyers known by what the platform calls them, count their orders; return their ids."""
    known = {
        buyer: (pk, count, last_at)
        for buyer, pk, count, last_at in Customer.objects.filter(
            shop_id=shop_id, platform_id__among=seen
        ).values_list("platform_id", "pk", "order_count", "last_order_at")
    }
    update_rows(
        Customer,
        ("order_count", "last_order_at"),
        [
            (
                count + seen[buyer].orders,
                max(seen[buyer].last_at, last_at or seen[buyer].last_at),
                pk,
            )
            for buyer, (pk, count, last_at) in known.items()
            if seen[buyer].orders
        ],
    )
    new = [buyer for buyer in seen if buyer not in known]
    ids = dict(zip(new, claim_ids(Customer, len(new)), strict=True))
    insert_rows(
        Customer,
        CUSTOMER_FIELDS,
        [
            (pk, shop_id, buyer, "", seen[buyer].first_at, seen[buyer].orders, seen[buyer].last_at)
            for buyer, pk in ids.items()
        ],
    )
    return ids | {buyer: pk for buyer, (pk, _count, _last_at) in known.items()}


def _fingerprint(shop_id: int, receiver: Receiver) -> str:
    whose = receiver.customer_id or f"shop {shop_id}"
    parts = (receiver.name, receiver.phone, receiver.address, receiver.oaid)
    return keyed_hash("\x1f".join((f"contact:{whose}", *parts)))


@transaction.atomic
def know_receivers(
    *, shop_id: int, receivers: Iterable[Receiver], at: datetime
) -> dict[Receiver, int]:
    """Make receivers known, each once; return the ids of their contacts. Empty ones have none."""
    prints = {
        receiver: _fingerprint(shop_id, receiver)
        for receiver in receivers
        if receiver.name or receiver.phone or receiver.address
    }
    ids: dict[str, int] = dict(
        Contact.objects.filter(fingerprint__among=set(prints.values())).values_list(
            "fingerprint", "pk"
        )
    )
    new = {mark: receiver for receiver, mark in prints.items() if mark not in ids}
    made = dict(zip(new, claim_ids(Contact, len(new)), strict=True))
    insert_rows(
        Contact,
        CONTACT_FIELDS,
        [
            (
                made[mark], one.customer_id, mark, one.name, one.phone, one.address,
                *phone_hashes(one.phone), *region(one.address), one.oaid, at,
            )
            for mark, one in new.items()
        ],
    )  # fmt: skip
    ids |= made
    return {receiver: ids[mark] for receiver, mark in prints.items()}

"""Orders by what people know of them: a number or its end, a phone or its end, a buyer, a code."""

import re

from django.db import connection
from django.db.models import Q, QuerySet

from zhanggui.customers.models import Contact, Customer
from zhanggui.customers.selectors import phone_hashes
from zhanggui.orders.models import Order, OrderLine

# Of a text that fits very many orders, the newest are kept: nobody reads on.
MOST = 500
_DIGITS = re.compile(r"^\d[\d\s-]*$")


def find_orders(orders: QuerySet[Order], text: str) -> QuerySet[Order]:
    """Narrow orders to a text. Every way of looking goes through an index of its own.

    Digits: the whole number, its end (four or more), a phone, a phone's last four. Other texts:
    a merchant code, a buyer's name from its beginning.
    """
    plain = text.strip()
    if _DIGITS.match(plain):
        return orders.filter(_by_digits(re.sub(r"\D", "", plain)))
    if Order.objects.filter(number=plain).exists():
        return orders.filter(number=plain)
    if OrderLine.objects.filter(merchant_code=plain).exists():
        # A subquery: a popular code stands in thousands of orders.
        return orders.filter(
            pk__in=OrderLine.objects.filter(merchant_code=plain).values("order_id")
        )
    return orders.filter(customer__in=_ids(Customer.objects.filter(starts("platform_id", plain))))


def starts(field: str, text: str) -> Q:
    """Match texts that begin like this, by index on either engine.

    SQLite's LIKE ignores case, so it cannot use the index: a range can. On PostgreSQL a range
    goes by the language's order, but LIKE has an index of its own (text_pattern_ops).
    """
    if connection.vendor == "sqlite":
        return Q(**{f"{field}__gte": text, f"{field}__lt": text + "\U0010ffff"})
    return Q(**{f"{field}__startswith": text})


def _ids(rows: QuerySet[Customer] | QuerySet[Contact]) -> list[int]:
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:MOST])


def _by_digits(digits: str) -> Q:
    if len(digits) < 4:
        return Q(pk__in=[])
    number = Q(number_tail=digits[-4:], number__endswith=digits)
    if len(digits) == 4:
        _whole, tail = phone_hashes(f"0000000{digits}")
        return number | Q(contact__in=_ids(Contact.objects.filter(phone_tail_hash=tail)))
    if len(digits) > 12:
        return number
    whole, _tail = phone_hashes(digits)
    if not whole:
        return number
    return number | Q(contact__in=_ids(Contact.objects.filter(phone_hash=whole)))

"""Buyers by what people know of them."""

from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from zhanggui.core.crypto import keyed_hash
from zhanggui.customers.actions import CONTACT_REVEALED
from zhanggui.customers.models import Contact, Customer
from zhanggui.customers.rules import phone_keys
from zhanggui.journal.models import Entry
from zhanggui.org.models import User

MOST = 2000


def phone_hashes(phone: str) -> tuple[str, str]:
    """Return the keyed hashes that a number is found by: (the whole, its last four digits)."""
    whole, tail = phone_keys(phone)
    return (
        keyed_hash(f"phone:{whole}") if whole else "",
        keyed_hash(f"tail:{tail}") if tail else "",
    )


def find_customers(rows: QuerySet[Customer], text: str) -> QuerySet[Customer]:
    """Narrow buyers to a name from its beginning, a phone, or a phone's last four digits."""
    plain = text.strip()
    if connection.vendor == "sqlite":
        named = Q(platform_id__gte=plain, platform_id__lt=plain + "\U0010ffff")
    else:
        named = Q(platform_id__startswith=plain)
    digits = "".join(filter(str.isdecimal, plain))
    if len(digits) < 4 or len(digits) != len(plain.replace("-", "").replace(" ", "")):
        return rows.filter(named)
    whole, tail = phone_hashes(digits if len(digits) > 6 else f"0000000{digits[-4:]}")
    mine = Q(phone_tail_hash=tail) if len(digits) == 4 else Q(phone_hash=whole)
    ids = Contact.objects.filter(mine).exclude(phone_tail_hash="").order_by("-pk")
    return rows.filter(named | Q(pk__in=list(ids.values_list("customer_id", flat=True)[:MOST])))


def reveals_since(user: User, since: datetime) -> int:
    """Count the contacts that a person revealed from a moment on."""
    return Entry.objects.filter(
        actor=user, action=CONTACT_REVEALED.code, happened_at__gte=since
    ).count()


def reveals_of(customer: Customer) -> QuerySet[Entry]:
    """Return who revealed a contact of the buyer, and why, the newest first."""
    contacts = list(customer.contacts.values_list("pk", flat=True))
    found = Entry.objects.filter(
        subject_type=Contact._meta.label_lower,
        subject_id__in=contacts,
        action=CONTACT_REVEALED.code,
    )
    return found.select_related("actor").order_by("-happened_at", "-pk")[:20]


def visible_contacts(user: User) -> QuerySet[Contact]:
    """Return the receivers of the buyers that the person may see, and those without a buyer."""
    return Contact.objects.filter(
        Q(customer__in=Customer.objects.visible_to(user)) | Q(customer=None)
    )

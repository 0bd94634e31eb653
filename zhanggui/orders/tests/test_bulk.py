from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from zhanggui.core.bulk import claim_ids, insert_rows, update_rows
from zhanggui.core.crypto import decrypt
from zhanggui.customers.models import Contact, Customer
from zhanggui.journal.models import Entry
from zhanggui.shops.models import Platform, Shop

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
NAMES = (
    "id", "customer_id", "fingerprint", "receiver", "phone", "address", "phone_hash",
    "phone_tail_hash", "province", "city", "oaid", "first_seen_at",
)  # fmt: skip


def contact(key, **given):
    return tuple((dict.fromkeys(NAMES, "") | {"id": key, "customer_id": None} | given).values())


@pytest.mark.django_db
def test_rows_come_back_as_the_model_stores_them():
    [key] = claim_ids(Contact, 1)
    insert_rows(
        Contact, NAMES, [contact(key, fingerprint="f1", phone="13912348001", first_seen_at=NOON)]
    )

    stored = Contact.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("select phone from customers_contact")
        [sealed] = cursor.fetchone()
    assert (stored.pk, stored.phone, stored.first_seen_at) == (key, "13912348001", NOON)
    assert "139" not in sealed
    assert decrypt(sealed) == "13912348001"
    assert Contact.objects.create(fingerprint="f2", first_seen_at=NOON).pk > key


@pytest.mark.django_db
def test_json_is_read_back_as_it_was_written():
    [key] = claim_ids(Entry, 1)
    names = ("id", "action", "position", "subject_type", "subject_id", "facts", "happened_at",
             "recorded_at")  # fmt: skip
    insert_rows(Entry, names, [(key, "a.b", "", "x.y", 1, {"数": 3, "no": None}, NOON, NOON)])

    assert Entry.objects.get().facts == {"数": 3, "no": None}


@pytest.mark.django_db
def test_each_row_is_updated_to_its_own_values():
    shop = Shop.objects.create(code="s", name="s", platform=Platform.TMALL)
    ada, bo = (
        Customer.objects.create(shop=shop, platform_id=name, created_at=NOON) for name in "ab"
    )

    update_rows(Customer, ("order_count", "last_order_at"), [(2, NOON, ada.pk), (5, None, bo.pk)])

    ada.refresh_from_db()
    bo.refresh_from_db()
    assert (ada.order_count, ada.last_order_at) == (2, NOON)
    assert (bo.order_count, bo.last_order_at) == (5, None)


@pytest.mark.django_db
def test_the_database_refuses_a_row_that_breaks_a_constraint():
    row = contact(1, fingerprint="same", first_seen_at=NOON)
    twin = contact(2, fingerprint="same", first_seen_at=NOON)

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Contact, NAMES, [row, twin])

    assert not Contact.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_ids_are_claimed_inside_a_transaction_only():
    with pytest.raises(RuntimeError):
        claim_ids(Contact, 1)

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction

from zhanggui.journal import services
from zhanggui.journal.models import AppendOnlyError, Delivery, Entry
from zhanggui.journal.services import Deed

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 11, 4, tzinfo=UTC)


def test_an_entry_says_who_did_what_in_which_position(action, shop_guide):
    group = Group.objects.create(name="x")

    made = services.record(action, by=shop_guide, subject=group, at=NOON, facts={"rows": 3})

    entry = Entry.objects.get()
    assert entry == made
    assert (entry.action, entry.actor, entry.position) == (action.code, shop_guide, "shop-guide")
    assert (entry.subject_type, entry.subject_id) == ("auth.group", group.pk)
    assert (entry.facts, entry.happened_at) == ({"rows": 3}, NOON)
    assert (made.facts, made.recorded_at) == ({"rows": 3}, entry.recorded_at)


def test_many_entries_cost_few_queries(action, listen, django_assert_num_queries):
    listen("a", lambda entry: None)
    listen("b", lambda entry: None)
    deeds = [Deed(number, NOON, {"数": number}) for number in range(1, 1001)]

    with django_assert_num_queries(4):
        made = services.record_many(action, by=None, subject_model=Group, deeds=deeds)

    assert [entry.subject_id for entry in made] == list(range(1, 1001))
    assert list(Entry.objects.order_by("pk")) == made
    assert Delivery.objects.filter(entry=made[-1]).count() == 2
    assert Delivery.objects.count() == 2000


def test_nothing_to_write_down_is_nothing(action):
    assert services.record_many(action, by=None, subject_model=Group, deeds=[]) == []


def test_an_entry_is_never_changed_or_deleted(action, shop_guide):
    entry = services.record(action, by=None, subject=shop_guide, at=NOON)
    entry.facts = {"forged": True}
    attempts = (
        entry.save,
        entry.delete,
        Entry.objects.filter(pk=entry.pk).delete,
        lambda: Entry.objects.filter(pk=entry.pk).update(position="manager"),
        lambda: Entry.objects.bulk_update([entry], ["facts"]),
    )

    for attempt in attempts:
        with pytest.raises(AppendOnlyError), transaction.atomic():
            attempt()

    assert Entry.objects.get().facts == {}


@pytest.mark.parametrize(
    "statement", ["UPDATE journal_entry SET position = 'manager'", "DELETE FROM journal_entry"]
)
def test_the_database_itself_refuses(action, shop_guide, statement, guarded_journal):
    services.record(action, by=shop_guide, subject=shop_guide, at=NOON)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)

    assert Entry.objects.get().position == "shop-guide"

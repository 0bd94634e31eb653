from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group

from zhanggui.journal import services
from zhanggui.journal.models import Delivery, Entry
from zhanggui.journal.services import Deed

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 11, 4, tzinfo=UTC)


@pytest.fixture
def done():
    return []


@pytest.fixture
def tell(action):
    def record(*numbers):
        deeds = [Deed(number, NOON) for number in numbers]
        return services.record_many(action, by=None, subject_model=Group, deeds=deeds)

    return record


def test_each_handler_gets_each_entry_once(listen, tell, done):
    listen("a", lambda entry: done.append(("a", entry.subject_id)))
    listen("b", lambda entry: done.append(("b", entry.subject_id)))
    tell(1, 2)

    assert services.deliver_many(at=NOON) == 4
    assert services.deliver_many(at=NOON) == 0

    assert sorted(done) == [("a", 1), ("a", 2), ("b", 1), ("b", 2)]
    assert set(Delivery.objects.values_list("tries", "done_at")) == {(1, NOON)}


def test_a_batch_costs_few_queries(listen, tell, django_assert_num_queries):
    listen("a", lambda entry: None)
    tell(*range(20))

    # Are there any, the batch, its marks; around all and around each handler a savepoint.
    with django_assert_num_queries(3 + 2 + 2 * 20):
        services.deliver_many(at=NOON)


def test_a_handler_that_fails_backs_off_and_holds_up_nobody(listen, tell, done, shop_guide):
    def broken(entry):
        Group.objects.create(name="half done")
        raise ZeroDivisionError

    listen("broken", broken)
    listen("well", lambda entry: done.append(entry.subject_id))
    tell(7)

    services.deliver_many(at=NOON)

    failed = Delivery.objects.get(handler__endswith=".broken")
    assert done == [7]
    assert (failed.tries, failed.done_at, failed.error) == (1, None, "ZeroDivisionError()")
    assert failed.next_try_at == NOON + timedelta(seconds=2)
    assert not Group.objects.filter(name="half done").exists()
    assert not services.deliver_next(at=NOON + timedelta(seconds=1))
    assert services.deliver_next(at=NOON + timedelta(seconds=2))
    failed.refresh_from_db()
    assert failed.next_try_at == NOON + timedelta(seconds=2 + 4)


def test_after_eight_tries_it_waits_for_somebody(listen, tell, done, manager):
    mended = []

    def broken(entry):
        if not mended:
            raise ZeroDivisionError
        done.append(entry.subject_id)

    listen("broken", broken)
    tell(7)
    for minutes in range(10):
        services.deliver_many(at=NOON + timedelta(minutes=10 * minutes))
    [stuck] = Delivery.objects.all()
    assert stuck.tries == services.MAX_TRIES

    mended.append(True)
    later = NOON + timedelta(days=1)
    assert services.try_again(deliveries=[stuck.pk], by=manager, at=later) == 1
    services.deliver_many(at=later)

    assert done == [7]
    assert Entry.objects.get(action="journal.tried_again").actor == manager


def test_what_is_delivered_is_not_tried_again(listen, tell, done, manager):
    listen("a", lambda entry: done.append(entry.subject_id))
    tell(7)
    services.deliver_many(at=NOON)

    keys = list(Delivery.objects.values_list("pk", flat=True))
    assert services.try_again(deliveries=keys, by=manager, at=NOON) == 0

    services.deliver_many(at=NOON)
    assert done == [7]


def test_marks_of_long_ago_are_cleared_and_the_entries_stay(listen, tell):
    listen("a", lambda entry: None)
    tell(1, 2)
    services.deliver_next(at=NOON)

    assert services.forget_delivered(before=NOON + timedelta(days=1)) == 1

    assert Delivery.objects.get().done_at is None
    assert Entry.objects.count() == 2

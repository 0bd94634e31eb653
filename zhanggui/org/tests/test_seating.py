from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhanggui.core.periods import SHANGHAI
from zhanggui.journal.models import Entry
from zhanggui.org.models import Assignment, OpenQuestion, User
from zhanggui.org.selectors import seats
from zhanggui.org.services.deciding import CannotDecideError, decide
from zhanggui.org.services.editions import publish, start_draft
from zhanggui.org.services.people import (
    CannotChangePersonError,
    add_person,
    renew_password,
    set_account_open,
)
from zhanggui.org.services.seating import (
    CannotSeatError,
    assign,
    delegate,
    end_assignment,
    end_delegation,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=SHANGHAI)
DAY = timedelta(days=1)


def codes(positions):
    return [position.code for position in positions]


def test_positions_begin_and_end_to_the_moment(shop_guide, department, manager):
    held = assign(
        shop_guide,
        department["quality"],
        by=manager,
        active_from=NOW,
        active_until=NOW + DAY,
        at=NOW,
    )

    def at(moment):
        return codes(seats.positions_of(shop_guide, moment))

    assert at(NOW - timedelta(seconds=1)) == ["shop-guide"]
    assert at(NOW) == ["shop-guide", "quality"]
    assert at(NOW + DAY) == ["shop-guide"]
    assert seats.people_in(department["quality"], NOW).get() == held.user


@pytest.mark.parametrize(
    ("span", "fits"),
    [
        ((-2, -1), True),
        ((-2, 1), False),
        ((2, 3), False),
        ((4, 6), False),
        ((5, 6), True),
        ((1, None), False),
    ],
)
def test_nobody_holds_a_position_twice_at_once(outsider, department, manager, span, fits):
    assign(
        outsider,
        department["quality"],
        by=manager,
        active_from=NOW,
        active_until=NOW + 5 * DAY,
        at=NOW,
    )

    def again():
        start, end = span
        assign(
            outsider,
            department["quality"],
            by=manager,
            active_from=NOW + start * DAY,
            active_until=end and NOW + end * DAY,
            at=NOW,
        )

    if fits:
        again()
    else:
        with pytest.raises(CannotSeatError):
            again()
    assert outsider.assignments.count() == (2 if fits else 1)


def test_a_deputy_may_do_the_duties_for_the_time(
    service_supervisor, shop_guide, department, manager
):
    lent = delegate(
        department["service-supervisor"],
        shop_guide,
        by=manager,
        principal=service_supervisor,
        active_from=NOW,
        active_until=NOW + DAY,
        at=NOW,
    )

    assert codes(seats.positions_of(shop_guide, NOW)) == ["shop-guide", "service-supervisor"]
    assert shop_guide.groups.filter(name="service-supervisor").exists()
    assert codes(seats.positions_of(shop_guide, NOW + DAY)) == ["shop-guide"]

    end_delegation(lent, by=manager, at=NOW + timedelta(hours=1))

    assert not shop_guide.groups.filter(name="service-supervisor").exists()
    with pytest.raises(CannotSeatError):
        end_delegation(lent, by=manager, at=NOW + timedelta(hours=2))


def test_a_deputy_cannot_hold_the_seat_already(manager, shop_guide, department):
    with pytest.raises(CannotSeatError):
        delegate(
            department["shop-guide"],
            shop_guide,
            by=manager,
            active_from=NOW,
            active_until=NOW + DAY,
            at=NOW,
        )

    assert not shop_guide.deputyships.exists()


def test_superiors_are_found_past_vacant_seats(manager, shop_guide, general_manager, department):
    assert seats.superior_of(shop_guide, NOW) == manager
    assert seats.superior_of(manager, NOW) == general_manager
    assert seats.superior_of(general_manager, NOW) is None

    delegate(
        department["service-supervisor"],
        general_manager,
        by=manager,
        active_from=NOW,
        active_until=NOW + DAY,
        at=NOW,
    )

    assert seats.superior_of(shop_guide, NOW) == general_manager
    assert seats.superior_of(shop_guide, NOW + DAY) == manager


def test_reports_are_near_and_far(
    manager, service_supervisor, shop_guide, web_designer, general_manager
):
    def below(user):
        return set(seats.subordinates(user, NOW))

    assert below(general_manager) == {manager, service_supervisor, shop_guide, web_designer}
    assert below(manager) == {service_supervisor, shop_guide, web_designer}
    assert below(service_supervisor) == {shop_guide}
    assert below(shop_guide) == set()


def test_pages_of_people_are_seen_by_themselves_superiors_and_those_who_run_the_department(
    manager, service_supervisor, shop_guide, web_designer, outsider
):
    def seen(user):
        return set(User.objects.visible_to(user))

    assert seen(shop_guide) == {shop_guide}
    assert seen(service_supervisor) == {service_supervisor, shop_guide}
    assert seen(manager) == {manager, service_supervisor, shop_guide, web_designer, outsider}
    assert seen(outsider) == {outsider}


def test_an_appraiser_alias_blocks_until_the_manager_settles_it(manager, department):
    now = timezone.now()  # the handbook was published before
    question = OpenQuestion.objects.get(code="IC-3")
    supervisor, guide = department["service-supervisor"], department["shop-guide"]
    assert seats.undecided_appraiser(supervisor) == question
    assert seats.undecided_appraiser(guide) is None  # the text itself proves that alias

    decide(question, "PROPOSED", by=manager, at=now)
    assert seats.undecided_appraiser(supervisor) is None

    decide(question, "AS_WRITTEN", by=manager, at=now, reason="要设总监")
    assert seats.undecided_appraiser(supervisor) == question

    later = now + timedelta(hours=1)
    draft = start_draft(by=manager, at=later)
    publish(draft, effective_on=later.date(), readers=[], note="", by=manager, at=later)
    assert seats.undecided_appraiser(supervisor) is None


def test_another_answer_than_the_proposal_needs_a_reason(manager):
    question = OpenQuestion.objects.get(code="IC-3")

    with pytest.raises(CannotDecideError):
        decide(question, "OTHER", by=manager, at=NOW, reason=" ")

    question.refresh_from_db()
    assert question.decision == "OPEN"


def test_a_new_person_gets_a_password_to_change_and_a_position(manager, department):
    made = add_person(
        username="hejia",
        name="何佳",
        position=department["shop-guide"],
        active_from=NOW,
        by=manager,
        at=NOW,
    )

    assert made.user.check_password(made.password)
    assert made.user.must_change_password
    assert codes(seats.positions_of(made.user, NOW)) == ["shop-guide"]
    assert set(Entry.objects.values_list("action", flat=True)) == {
        "org.person_added",
        "org.assigned",
    }
    assert made.password not in str(list(Entry.objects.values()))


def test_a_user_name_is_taken_whatever_its_case(manager, department):
    with pytest.raises(CannotChangePersonError):
        add_person(
            username="MANAGER",
            name="",
            position=department["shop-guide"],
            active_from=NOW,
            by=manager,
            at=NOW,
        )

    assert User.objects.count() == 1


def test_an_account_closed_by_hand_stays_closed(manager, shop_guide, department):
    set_account_open(shop_guide, is_open=False, by=manager, at=NOW)
    assign(shop_guide, department["quality"], by=manager, active_from=NOW, at=NOW)
    assert not User.objects.get(pk=shop_guide.pk).is_active

    set_account_open(shop_guide, is_open=True, by=manager, at=NOW)
    assert User.objects.get(pk=shop_guide.pk).is_active


def test_nobody_locks_themselves_out(manager):
    with pytest.raises(CannotChangePersonError):
        set_account_open(manager, is_open=False, by=manager, at=NOW)
    with pytest.raises(CannotChangePersonError):
        renew_password(manager, by=manager, at=NOW)

    assert User.objects.get(pk=manager.pk).is_active


def test_a_position_that_ended_cannot_end_again(manager, shop_guide):
    held = shop_guide.assignments.get()
    end_assignment(held, by=manager, active_until=NOW - DAY, at=NOW)

    with pytest.raises(CannotSeatError):
        end_assignment(held, by=manager, active_until=NOW, at=NOW)


SPAN = st.tuples(st.integers(-9, 9), st.integers(1, 9))


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(spans=st.lists(SPAN, max_size=4), moment=st.integers(-12, 20))
def test_whoever_is_found_in_a_seat_holds_it_then(manager, department, spans, moment):
    quality = department["quality"]
    Assignment.objects.filter(user=manager, position=quality).delete()
    Assignment.objects.bulk_create(
        Assignment(
            user=manager,
            position=quality,
            active_from=NOW + start * DAY,
            active_until=NOW + (start + length) * DAY,
        )
        for start, length in spans
    )
    at = NOW + moment * DAY

    found = seats.people_in(quality, at).exists()

    assert found == any(start <= moment < start + length for start, length in spans)
    assert ("quality" in codes(seats.positions_of(manager, at))) == found

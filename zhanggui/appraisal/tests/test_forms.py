from datetime import datetime

import pytest
from django.urls import reverse

from zhanggui.appraisal import services
from zhanggui.appraisal.models import Evidence, Form, FormState, Transition
from zhanggui.appraisal.queues import waiting_forms
from zhanggui.appraisal.services.freezing import digest_of
from zhanggui.appraisal.services.moving import Rating
from zhanggui.appraisal.services.sealing import chain_holds, form_digest
from zhanggui.appraisal.tests.conftest import OCTOBER
from zhanggui.core.periods import SHANGHAI
from zhanggui.journal.models import Entry

pytestmark = pytest.mark.django_db


def rated(form, rating=4, comment=""):
    return {line.pk: Rating(rating, comment) for line in form.lines.all() if line.is_rated}


def carry_to(state, form, now):
    """Carry a form from hand to hand up to a state."""
    steps = {
        "SELF": lambda: services.rate_self(
            form_id=form.pk, ratings={}, note="", by=form.person, at=now
        ),
        "APPRAISER": lambda: services.score_form(
            form_id=form.pk, ratings=rated(form), note="", by=form.appraiser, at=now
        ),
        "REVIEW": lambda: services.publish(form_id=form.pk, note="", by=form.reviewer, at=now),
        "PUBLISHED": lambda: services.acknowledge(form_id=form.pk, note="", by=form.person, at=now),
    }
    form.refresh_from_db()
    while form.state != state:
        steps[form.state]()
        form.refresh_from_db()
    return form


def test_the_form_fills_itself_from_the_work(form, shop_guide, service_supervisor, manager):
    values = {line.code: (line.value, line.score) for line in form.lines.all()}

    assert (form.person, form.appraiser, form.reviewer) == (shop_guide, service_supervisor, manager)
    assert form.state == FormState.SELF
    assert values == {
        "dept.sales_attainment": ("81.00", 8100),
        "shipping.on_time_dispatch": ("98.60", 10000),
        "shipping.on_time_rate": ("98.10", 9440),
        "shipping.entry_error_rate": ("0.20", 10000),
        "books.entry_timeliness": ("98.00", 10000),
        "books.entry_error_rate": ("0.00", 10000),
        "conduct.cooperation": ("", None),
        "conduct.execution": ("", None),
    }


def test_a_form_goes_from_hand_to_hand_to_its_end(form, now):
    final = carry_to(FormState.FINAL, form, now)

    # 15×81 + 15×100 + 20×94.40 + 10×100 + 15×100 + 10×100 + 8×100 + 7×100, in per cent
    assert (final.base, final.total, final.grade, final.coefficient) == (9603, 9603, "B+", 110)
    assert [t.to_state for t in form.transitions.order_by("pk")] == [
        "SELF", "APPRAISER", "REVIEW", "PUBLISHED", "FINAL",
    ]  # fmt: skip
    assert chain_holds(form)
    assert Entry.objects.filter(subject_type="appraisal.form").count() == 5


def test_a_published_form_recomputes_to_the_same_bytes(form, now):
    published = carry_to(FormState.PUBLISHED, form, now)
    lines = list(published.lines.select_related("evidence"))

    assert form_digest(published, lines) == published.digest
    assert all(digest_of(line.evidence) == line.evidence.digest for line in lines if line.evidence)


def test_later_facts_change_nothing_that_is_frozen(form, figures, now, hire, manager):
    before = {e.pk: e.digest for e in Evidence.objects.all()}
    figures["dept.sales_attainment"] = (20, 100, 999)
    hire("shop-guide", username="second")

    [second] = services.fill_in(month=OCTOBER, by=manager, at=now)

    assert {e.pk: e.digest for e in Evidence.objects.filter(pk__in=before)} == before
    ours = form.lines.get(code="dept.sales_attainment")
    theirs = second.lines.get(code="dept.sales_attainment")
    assert theirs.evidence_id == ours.evidence_id
    assert theirs.value == "81.00"


def test_a_changed_step_breaks_the_chain(form, now):
    carry_to(FormState.REVIEW, form, now)
    Transition.objects.filter(form=form, to_state="APPRAISER").update(note="changed")

    assert not chain_holds(form)


@pytest.mark.parametrize("who", ["person", "reviewer"])
def test_only_the_appraiser_scores(form, now, who):
    carry_to(FormState.APPRAISER, form, now)

    with pytest.raises(services.CannotMoveError, match="不该由你"):
        services.score_form(
            form_id=form.pk, ratings=rated(form), note="", by=getattr(form, who), at=now
        )

    form.refresh_from_db()
    assert (form.state, form.total) == (FormState.APPRAISER, None)


def test_a_rating_far_off_wants_a_word(form, now):
    carry_to(FormState.APPRAISER, form, now)

    with pytest.raises(services.CannotMoveError, match="理由"):
        services.score_form(
            form_id=form.pk, ratings=rated(form, 5), note="", by=form.appraiser, at=now
        )
    services.score_form(
        form_id=form.pk, ratings=rated(form, 5, "主动帮新人"), note="", by=form.appraiser, at=now
    )

    form.refresh_from_db()
    assert form.total == 9753  # 15 per cent of 110 instead of 100


def test_a_figure_too_small_to_judge_is_left_out_and_its_weight_shared(figures, hire, now):
    hire("service-supervisor")
    boss = hire("manager")
    hire("shop-guide")
    figures["shipping.entry_error_rate"] = (0, 0, 0)

    [form] = services.fill_in(month=OCTOBER, by=boss, at=now)
    carry_to(FormState.REVIEW, form, now)

    line = form.lines.get(code="shipping.entry_error_rate")
    other = form.lines.get(code="books.entry_timeliness")
    assert (line.value, line.score, line.counted) == ("", None, None)
    assert other.counted == 1833  # 15 × 55 / 45


def test_a_month_that_is_not_over_is_refused(figures, shop_guide, service_supervisor, manager):
    with pytest.raises(services.CannotFillInError, match="还没有结束"):
        services.fill_in(month=OCTOBER, by=manager, at=datetime(2026, 10, 31, 23, tzinfo=SHANGHAI))

    assert not Form.objects.exists()


def test_an_empty_appraisers_seat_is_named(figures, shop_guide, manager, now):
    with pytest.raises(services.CannotFillInError, match="导购专员"):
        services.fill_in(month=OCTOBER, by=manager, at=now)


def test_filling_in_twice_makes_no_second_form(form, manager, now):
    assert services.fill_in(month=OCTOBER, by=manager, at=now) == []


def test_the_queue_follows_the_form(form, now):
    def waiting():
        return [waiting_forms(p, now).count for p in (form.person, form.appraiser, form.reviewer)]

    assert waiting() == [1, 0, 0]
    carry_to(FormState.APPRAISER, form, now)
    assert waiting() == [0, 1, 0]
    carry_to(FormState.REVIEW, form, now)
    assert waiting() == [0, 0, 1]


def test_nobody_opens_the_form_of_a_stranger(client, form, web_designer, marketing_supervisor):
    line = form.lines.get(code="shipping.on_time_rate")
    pages = [
        form.get_absolute_url(),
        reverse("appraisal:evidence", args=[form.pk, line.pk]),
        reverse("appraisal:score", args=[form.pk]),
    ]
    for stranger in (web_designer, marketing_supervisor):
        client.force_login(stranger)
        assert [client.get(page).status_code for page in pages] == [404, 404, 404]

    client.force_login(form.person)
    assert [client.get(page).status_code for page in pages[:2]] == [200, 200]


def test_scores_are_hidden_from_the_employee_until_published(client, form, now):
    carry_to(FormState.REVIEW, form, now)
    client.force_login(form.person)
    assert "96.03" not in client.get(form.get_absolute_url()).content.decode()

    carry_to(FormState.PUBLISHED, form, now)
    page = client.get(form.get_absolute_url()).content.decode()

    assert "96.03" in page
    assert "8.97" in page  # what grade A would have taken


def test_three_people_do_it_on_screen(client, form):
    ratings = {f"rating_{line.pk}": 4 for line in form.lines.all() if line.is_rated}

    for who, act, answers in (
        (form.person, "rate", ratings),
        (form.appraiser, "score", ratings),
        (form.reviewer, "publish", {}),
        (form.person, "acknowledge", {}),
    ):
        client.force_login(who)
        answer = client.post(reverse(f"appraisal:{act}", args=[form.pk]), answers)
        assert answer.status_code == 302, act

    form.refresh_from_db()
    assert form.state == FormState.FINAL

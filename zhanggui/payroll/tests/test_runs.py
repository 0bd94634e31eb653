from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse

from zhanggui.appraisal import services as appraisal
from zhanggui.appraisal.models import FormState
from zhanggui.appraisal.tests.conftest import OCTOBER, figures, form  # noqa: F401
from zhanggui.core.money import parse_fen
from zhanggui.core.periods import SHANGHAI, Month
from zhanggui.payroll import services
from zhanggui.payroll.models import PayRun, Payslip, RunState

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return datetime(2026, 11, 12, 10, tzinfo=SHANGHAI)


@pytest.fixture
def final(form, now):  # noqa: F811
    """The shop guide's October form, at its end, with a coefficient of 1.10."""
    ratings = {line.pk: appraisal.moving.Rating(4) for line in form.lines.all() if line.is_rated}
    steps = (
        (appraisal.rate_self, {"ratings": {}, "by": form.person}),
        (appraisal.score_form, {"ratings": ratings, "by": form.appraiser}),
        (appraisal.publish, {"by": form.reviewer}),
        (appraisal.acknowledge, {"by": form.person}),
    )
    for step, told in steps:
        step(form_id=form.pk, note="", at=now, **told)
    form.refresh_from_db()
    return form


@pytest.fixture
def terms(form, manager, now):  # noqa: F811
    return services.set_terms(
        person=form.person,
        valid_from=date(2026, 1, 1),
        post_fen=2_500_00,
        performance_fen=1_000_00,
        average_fen=3_600_00,
        by=manager,
        at=now,
    )


@pytest.fixture
def run(final, terms, manager, now):
    return services.prepare(month=OCTOBER, by=manager, at=now)


def test_the_slip_follows_from_the_form_to_the_fen(run, final):
    slip = run.slips.get()
    lines = {line.code: line for line in slip.lines.all()}

    assert (slip.gross_fen, slip.special_fen, slip.tax_fen, slip.net_fen) == tuple(
        map(parse_fen, ("3600.00", "705.00", "0", "2895.00"))
    )
    assert slip.net_fen == sum(line.amount_fen for line in lines.values())
    assert lines["performance"].source_url == final.get_absolute_url()
    assert lines["performance"].words == "1,000.00 × 1.10：B+ 等，96.03 分"
    assert (slip.form_digest, slip.form) == (final.digest, final)


def test_amounts_are_sealed_in_the_database(run):
    with connection.cursor() as cursor:
        cursor.execute("select net_fen, gross_fen from payroll_payslip")
        [sealed] = cursor.fetchall()

    assert all(value.startswith("k1:") for value in sealed)


def test_a_form_that_is_not_final_stops_the_run(form, terms, manager, now):  # noqa: F811
    with pytest.raises(services.CannotPrepareError, match="林晓芸"):
        services.prepare(month=OCTOBER, by=manager, at=now)

    assert not PayRun.objects.exists()


def test_a_run_is_approved_by_another_and_locks_its_forms(
    run, final, manager, general_manager, now
):
    with pytest.raises(services.CannotApproveError, match="社保参数"):
        services.approve(run_id=run.pk, by=general_manager, at=now)
    services.confirm_scheme(scheme_id=run.scheme_id, by=general_manager, at=now)
    with pytest.raises(services.CannotApproveError, match="别人"):
        services.approve(run_id=run.pk, by=manager, at=now)

    services.approve(run_id=run.pk, by=general_manager, at=now)

    run.refresh_from_db()
    final.refresh_from_db()
    assert (run.state, final.state) == (RunState.APPROVED, FormState.LOCKED)
    with pytest.raises(services.CannotPrepareError, match="已经批准"):
        services.prepare(month=OCTOBER, by=manager, at=now)


def test_preparing_again_before_approval_makes_the_same_slips(run, manager, now):
    before = [(s.person_id, s.net_fen) for s in run.slips.all()]

    again = services.prepare(month=OCTOBER, by=manager, at=now)

    assert again.pk == run.pk
    assert [(s.person_id, s.net_fen) for s in again.slips.all()] == before


def test_tax_adds_up_over_the_months_of_a_year(hire, general_manager, now):
    boss = hire("manager")
    seller = hire("promotion", username="seller")
    services.set_terms(
        person=seller, valid_from=date(2025, 1, 1), post_fen=11_500_00, performance_fen=0,
        average_fen=19_166_67, by=boss, at=now,
    )  # fmt: skip
    taxes = []
    month = Month(2025, 12)
    for _ in range(3):
        run = services.prepare(month=month, by=boss, at=now)
        services.confirm_scheme(scheme_id=run.scheme_id, by=general_manager, at=now)
        services.approve(run_id=run.pk, by=general_manager, at=now)
        taxes.append(run.slips.get().tax_fen)
        month = month.next

    # 11,500 - 2,012.50 insurance - 958.33 fund - 5,000: 3 % of 3,529.17, 7,058.34, 10,587.51
    special = run.slips.get().special_fen
    monthly = 11_500_00 - special - 5_000_00
    owed = [round(Decimal(monthly) * n * 3 / 100) for n in (1, 2, 3)]
    assert taxes == [owed[0], owed[1] - owed[0], owed[2] - owed[1]]


def test_an_earlier_month_comes_first(run, manager):
    with pytest.raises(services.CannotPrepareError, match="前面的月份"):
        services.prepare(
            month=Month(2026, 11), by=manager, at=datetime(2026, 12, 5, tzinfo=SHANGHAI)
        )


def test_nobody_opens_the_slip_of_another(
    client, run, final, service_supervisor, web_designer, general_manager, now
):
    slip = run.slips.get()
    for who in (service_supervisor, web_designer, final.person):
        client.force_login(who)  # nor one's own before it is approved
        assert client.get(slip.get_absolute_url()).status_code == 404
        assert client.get(run.get_absolute_url()).status_code == 403

    services.confirm_scheme(scheme_id=run.scheme_id, by=general_manager, at=now)
    services.approve(run_id=run.pk, by=general_manager, at=now)

    client.force_login(final.person)
    assert "2,895.00" in client.get(slip.get_absolute_url()).content.decode()
    client.force_login(service_supervisor)
    assert client.get(slip.get_absolute_url()).status_code == 404


def test_the_owner_sees_who_opened_the_slip(client, run, final, general_manager, now):
    services.confirm_scheme(scheme_id=run.scheme_id, by=general_manager, at=now)
    services.approve(run_id=run.pk, by=general_manager, at=now)
    slip = Payslip.objects.get()
    client.force_login(general_manager)
    client.get(slip.get_absolute_url())

    client.force_login(final.person)
    page = client.get(slip.get_absolute_url()).content.decode()

    assert "陈国栋" in page


def test_approval_asks_for_the_password_again(client, run, general_manager):
    client.force_login(general_manager)

    answer = client.post(reverse("payroll:approve", args=[run.pk]))

    assert answer.status_code == 302
    assert "reauthenticate" in answer.url
    run.refresh_from_db()
    assert run.state == RunState.PREPARED

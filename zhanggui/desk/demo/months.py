"""The demo's months: targets that the manager set, appraisals to their end, pay that followed."""

from datetime import datetime, timedelta

from zhanggui.appraisal import services as appraisal
from zhanggui.appraisal.models import Form
from zhanggui.appraisal.services.moving import Rating
from zhanggui.core.periods import Month, midnight
from zhanggui.desk.demo.company import Company
from zhanggui.desk.demo.people import PEOPLE
from zhanggui.org.models import User
from zhanggui.payroll import services as payroll
from zhanggui.planning.selectors import sold_fen
from zhanggui.planning.services import SALES, set_target

POST_FEN = {
    "general-manager": 15_000_00, "manager": 8_000_00, "service-supervisor": 4_500_00,
    "marketing-supervisor": 6_000_00, "promotion": 4_000_00,
}  # fmt: skip
FRONT_LINE_POST_FEN = 2_500_00


def set_targets(company: Company, months: list[Month], *, at: datetime) -> None:
    """Set a sales target for each month, a little above what was sold in it."""
    for month in months:
        sold = sold_fen(month) or 900_000_00
        value = (sold * 104 // 100) // 1_000_000 * 1_000_000 or 1_000_000
        moment = min(midnight(month.first) + timedelta(hours=9), at)
        set_target(code=SALES, month=month, value=value, by=company["jingli"], at=moment)


def set_pay(company: Company, *, at: datetime) -> None:
    """Give everybody their terms."""
    for person in PEOPLE:
        post = POST_FEN.get(person.position, FRONT_LINE_POST_FEN)
        payroll.set_terms(
            person=company[person.username],
            valid_from=Month.of(at).previous.previous.previous.first,
            post_fen=post,
            performance_fen=person.performance_fen,
            average_fen=post + person.performance_fen * 11 // 10,
            by=company["jingli"],
            at=at,
        )


def close_month(company: Company, month: Month) -> None:
    """Carry a month's forms to their end, and pay by them."""
    day = midnight(month.next.first)
    frozen = day + timedelta(days=3, hours=9)
    forms = appraisal.fill_in(month=month, by=company["jingli"], at=frozen)
    for number, form in enumerate(forms):
        carry(form, number, frozen)
    run = payroll.prepare(month=month, by=company["jingli"], at=day + timedelta(days=9))
    boss: User = company["zongjingli"]
    payroll.confirm_scheme(scheme_id=run.scheme_id, by=boss, at=day + timedelta(days=9))
    payroll.approve(run_id=run.pk, by=boss, at=day + timedelta(days=10))


def carry(form: Form, number: int, frozen: datetime) -> None:
    """Let three people do their part on a form, a day after another."""
    at = [frozen + timedelta(days=days, hours=2) for days in range(5)]
    rated = [line for line in form.lines.all() if line.is_rated]
    own = {line.pk: 4 for line in rated}
    given = {line.pk: Rating(4 if (number + line.rank) % 3 else 3) for line in rated}
    appraisal.rate_self(form_id=form.pk, ratings=own, note="", by=form.person, at=at[0])
    appraisal.score_form(
        form_id=form.pk, ratings=given, note="交接清楚，录入认真。", by=form.appraiser, at=at[1]
    )
    appraisal.publish(form_id=form.pk, note="", by=form.reviewer, at=at[2])
    appraisal.acknowledge(form_id=form.pk, note="", by=form.person, at=at[3])

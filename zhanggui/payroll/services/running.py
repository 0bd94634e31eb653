"""The month's run: prepared by one, approved by another, then locked with the forms it read."""

from collections import defaultdict
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhanggui.appraisal.models import Form, FormState
from zhanggui.appraisal.services import lock
from zhanggui.core.periods import Month
from zhanggui.journal.services import record
from zhanggui.org.models import User
from zhanggui.payroll.actions import RUN_APPROVED, RUN_PREPARED, SLIP_READ
from zhanggui.payroll.models import PayRun, Payslip, PayslipLine, PayTerms, RunState
from zhanggui.payroll.services.composing import compose
from zhanggui.payroll.services.terms import sample_scheme

PAY_DAY = 15
READ = {FormState.FINAL, FormState.LOCKED}


class CannotPrepareError(Exception):
    """The month's pay cannot be computed yet; the message says what is missing."""


class CannotApproveError(Exception):
    """A run cannot be approved by this person, or not any more."""


@transaction.atomic
def prepare(*, month: Month, by: User, at: datetime) -> PayRun:
    """Compute the month's pay of everybody who has terms; a run not yet approved is made anew.

    Reads final forms only.

    :raises CannotPrepareError: if the month is not over, its run is approved, an earlier run is
        not, nobody has terms, or a form of the month is not final
    """
    _check(month, at)
    run, _new = PayRun.objects.select_for_update().update_or_create(
        month=month.first,
        defaults={
            "pay_on": date(month.next.year, month.next.month, PAY_DAY),
            "scheme": sample_scheme(),
            "prepared_by": by,
            "prepared_at": at,
        },
    )
    run.slips.all().delete()
    forms = {form.person_id: form for form in Form.objects.filter(month=month.first)}
    _check_forms(forms)
    earlier = _earlier(run)
    terms = _terms(month)
    if not terms:
        raise CannotPrepareError(_("Nobody has pay terms yet: set them first."))
    pairs = [compose(run, t.person, t, forms.get(pk), earlier[pk]) for pk, t in terms.items()]
    Payslip.objects.bulk_create([slip for slip, _lines in pairs])
    PayslipLine.objects.bulk_create([line for _slip, lines in pairs for line in lines])
    record(
        RUN_PREPARED, by=by, subject=run, at=at, facts={"month": str(month), "slips": len(pairs)}
    )
    return run


def _check(month: Month, at: datetime) -> None:
    if at < month.next.bounds[0]:
        raise CannotPrepareError(_("The month is not over yet."))
    if PayRun.objects.filter(month=month.first, state=RunState.APPROVED).exists():
        raise CannotPrepareError(_("The month's pay is approved already."))
    if PayRun.objects.filter(month__lt=month.first, state=RunState.PREPARED).exists():
        raise CannotPrepareError(
            _("An earlier month waits for its approval: tax adds up by months.")
        )


def _check_forms(forms: dict[int, Form]) -> None:
    waiting = [form for form in forms.values() if form.state not in READ]
    if waiting:
        names = User.objects.filter(forms__in=waiting).order_by("display_name")
        raise CannotPrepareError(
            _("These forms are not final yet: %(names)s.") % {"names": "、".join(map(str, names))}
        )


def _terms(month: Month) -> dict[int, PayTerms]:
    """Return the terms in force in the month, by person, the newest of each."""
    found = PayTerms.objects.filter(valid_from__lt=month.next.first, person__is_active=True)
    return {
        terms.person_id: terms
        for terms in found.select_related("person").order_by("valid_from", "pk")
    }


def _earlier(run: PayRun) -> dict[int, list[Payslip]]:
    """Return the approved slips of the same tax year, which follows the day of payment."""
    slips = Payslip.objects.filter(
        run__state=RunState.APPROVED,
        run__pay_on__year=run.pay_on.year,
        run__pay_on__lt=run.pay_on,
    )
    by_person: dict[int, list[Payslip]] = defaultdict(list)
    for slip in slips.select_related("run").order_by("run__pay_on"):
        by_person[slip.person_id].append(slip)
    return by_person


@transaction.atomic
def approve(*, run_id: int, by: User, at: datetime) -> PayRun:
    """Approve a run and lock the forms that it read.

    :raises CannotApproveError: if it is approved already, one prepared it oneself, a form changed
        since, or the insurance figures are not confirmed
    """
    run = PayRun.objects.select_for_update().select_related("scheme").get(pk=run_id)
    if run.state == RunState.APPROVED:
        raise CannotApproveError(_("The run is approved already."))
    if run.prepared_by_id == by.pk:
        raise CannotApproveError(_("Somebody else must approve what you prepared."))
    if run.scheme.confirmed_at is None:
        raise CannotApproveError(_("The insurance figures of the city are not confirmed yet."))
    forms = [slip.form for slip in run.slips.select_related("form") if slip.form]
    digests = {slip.form_id: slip.form_digest for slip in run.slips.all()}
    if any(form.digest != digests[form.pk] for form in forms):
        raise CannotApproveError(_("A form changed after the run was prepared: prepare it anew."))

    lock(form_ids=[form.pk for form in forms], by=by, at=at)
    run.state, run.approved_by, run.approved_at = RunState.APPROVED, by, at
    run.save(update_fields=["state", "approved_by", "approved_at"])
    record(RUN_APPROVED, by=by, subject=run, at=at, facts={"month": str(run.period)})
    return run


@transaction.atomic
def note_reading(*, slip: Payslip, by: User, at: datetime) -> None:
    """Write down that somebody else opened a slip; its owner sees that."""
    if slip.person_id != by.pk:
        record(SLIP_READ, by=by, subject=slip, at=at)

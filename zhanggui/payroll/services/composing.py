"""One person's slip, from their terms, their final form, the scheme and the year so far."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from zhanggui.appraisal.models import Form
from zhanggui.core.money import format_fen
from zhanggui.org.models import User
from zhanggui.payroll.models import LineKind, PayRun, Payslip, PayslipLine, PayTerms
from zhanggui.payroll.rules.insurance import shares_of
from zhanggui.payroll.rules.slip import Slip, performance_fen, slip_of
from zhanggui.payroll.rules.tax import MonthOfPay


def compose(
    run: PayRun, person: User, terms: PayTerms, form: Form | None, earlier: Sequence[Payslip]
) -> tuple[Payslip, list[PayslipLine]]:
    """Compose a slip and its lines (unsaved); `earlier` are the slips of the same tax year.

    Without a form the performance base is paid as it stands: nobody was appraised.
    """
    coefficient = Decimal(form.coefficient or 100) / 100 if form else Decimal(1)
    months = [
        MonthOfPay(slip.gross_fen, slip.special_fen, basic_months=slip.basic_months)
        for slip in earlier
    ]
    basic = _basic_months(run, earlier)
    figures = slip_of(
        post_fen=terms.post_fen,
        performance=performance_fen(terms.performance_fen, coefficient),
        shares=shares_of(
            run.scheme.figures, average_fen=terms.average_fen, fund_average_fen=terms.average_fen
        ),
        earlier=months,
        withheld_fen=sum(slip.tax_fen for slip in earlier),
        basic_months=basic,
    )
    slip = Payslip(
        run=run,
        person=person,
        form=form,
        form_digest=form.digest if form else "",
        gross_fen=figures.gross_fen,
        special_fen=figures.shares.total_fen,
        tax_fen=figures.tax_fen,
        net_fen=figures.net_fen,
        basic_months=basic,
    )
    return slip, _lines(slip, terms, form, figures, coefficient)


def _basic_months(run: PayRun, earlier: Sequence[Payslip]) -> int:
    """Return how many months of basic deduction this pay brings: those since the pay before it.

    A month without pay in the same employment keeps its deduction for the next.
    """
    return run.pay_on.month - earlier[-1].run.pay_on.month if earlier else 1


def _lines(
    slip: Payslip, terms: PayTerms, form: Form | None, figures: Slip, coefficient: Decimal
) -> list[PayslipLine]:
    shares = figures.shares
    base, fund = format_fen(shares.base_fen), format_fen(shares.fund_base_fen)
    rows = [
        ("post", LineKind.EARNING, _("Monthly post wage"), figures.post_fen, "", ""),
        ("performance", LineKind.EARNING, _("Performance pay"), figures.performance_fen,
         _performance_words(terms, form, coefficient), form.get_absolute_url() if form else ""),
        ("pension", LineKind.KEPT, _("Pension insurance"), -shares.pension_fen,
         _("8 %% of a base of %(base)s") % {"base": base}, ""),
        ("medical", LineKind.KEPT, _("Medical insurance"), -shares.medical_fen,
         _("2 %% of a base of %(base)s") % {"base": base}, ""),
        ("unemployment", LineKind.KEPT, _("Unemployment insurance"), -shares.unemployment_fen,
         _("0.5 %% of a base of %(base)s") % {"base": base}, ""),
        ("fund", LineKind.KEPT, _("Housing fund"), -shares.fund_fen,
         _("%(rate)s %% of a base of %(base)s")
         % {"rate": f"{slip.run.scheme.fund_bp / 100:g}", "base": fund}, ""),
        ("tax", LineKind.TAX, _("Income tax"), -figures.tax_fen,
         _("cumulative withholding of the tax year %(year)s") % {"year": slip.run.pay_on.year}, ""),
    ]  # fmt: skip
    return [
        PayslipLine(
            slip=slip, rank=rank, code=code, kind=kind, label=label, amount_fen=amount,
            words=words, source_url=url,
        )
        for rank, (code, kind, label, amount, words, url) in enumerate(rows, 1)
    ]  # fmt: skip


def _performance_words(terms: PayTerms, form: Form | None, coefficient: Decimal) -> str:
    facts = {"base": format_fen(terms.performance_fen), "coefficient": f"{coefficient:.2f}"}
    if form is None:
        return _("%(base)s × %(coefficient)s: no appraisal form in this position") % facts
    facts |= {"grade": form.grade, "total": format_fen(form.total or 0)}
    return _("%(base)s × %(coefficient)s: grade %(grade)s, %(total)s points") % facts

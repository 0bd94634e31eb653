from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhanggui.core.periods import Month
from zhanggui.core.permissions import SIGNED_IN, allowed, open_to
from zhanggui.journal.models import Entry
from zhanggui.org.http import StaffRequest
from zhanggui.payroll import services
from zhanggui.payroll.actions import SLIP_READ
from zhanggui.payroll.forms import MonthForm, TermsForm
from zhanggui.payroll.models import PayRun, Payslip, PayTerms, RunState
from zhanggui.payroll.permissions import Can


@allowed(Can.LOOK)
def list_runs(request: StaffRequest) -> HttpResponse:
    runs = PayRun.objects.select_related("prepared_by", "approved_by").order_by("-month")
    context = {"runs": runs, "scheme": services.sample_scheme()}
    return render(request, "payroll/runs.html", context)


@allowed(Can.LOOK)
def show_run(request: StaffRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(PayRun.objects.select_related("scheme", "prepared_by"), pk=pk)
    slips = list(run.slips.select_related("person", "form").order_by("person__display_name", "pk"))
    totals = {
        name: sum(getattr(slip, name) for slip in slips)
        for name in ("gross_fen", "special_fen", "tax_fen", "net_fen")
    }
    return render(request, "payroll/run.html", {"run": run, "slips": slips, "totals": totals})


@allowed(Can.PREPARE)
def prepare(request: StaffRequest) -> HttpResponse:
    first = {"month": str(Month.of(timezone.now()).previous)}
    form = MonthForm(request.POST or None, initial=first)
    if form.is_valid():
        try:
            month = Month.parse(form.cleaned_data["month"])
            run = services.prepare(month=month, by=request.user, at=timezone.now())
        except (ValueError, services.CannotPrepareError) as error:
            form.add_error(None, str(error))
        else:
            return redirect(run)
    title, back = _("Prepare a pay run"), reverse("payroll:runs")
    context = {"form": form, "title": title, "act": _("Compute"), "back": back}
    return render(request, "core/form.html", context)


@allowed(Can.APPROVE)
@reauthentication_required  # type: ignore[untyped-decorator]
def approve(request: StaffRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(PayRun, pk=pk)
    if request.method == "POST":
        try:
            services.approve(run_id=run.pk, by=request.user, at=timezone.now())
        except services.CannotApproveError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The pay of %(month)s is approved.") % {"month": run})
        return redirect(run)
    context = {
        "title": _("Approve the pay of %(month)s") % {"month": run},
        "text": _("The forms it read are locked, and everybody sees their slip."),
        "act": _("Approve"),
        "back": run.get_absolute_url(),
        "danger": True,
    }
    return render(request, "core/confirm.html", context)


@allowed(Can.APPROVE)
@require_POST
def confirm_scheme(request: StaffRequest, pk: int) -> HttpResponse:
    services.confirm_scheme(scheme_id=pk, by=request.user, at=timezone.now())
    messages.success(request, _("The figures are confirmed."))
    return redirect("payroll:runs")


@allowed(Can.PREPARE)
def set_terms(request: StaffRequest) -> HttpResponse:
    form = TermsForm(request.POST or None)
    if form.is_valid():
        services.set_terms(by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The terms stand."))
        return redirect("payroll:terms")
    title, back = _("Set pay terms"), reverse("payroll:terms")
    context = {"form": form, "title": title, "act": _("Save"), "back": back}
    return render(request, "core/form.html", context)


@allowed(Can.LOOK)
def list_terms(request: StaffRequest) -> HttpResponse:
    terms = PayTerms.objects.select_related("person").order_by(
        "person__display_name", "-valid_from"
    )
    return render(request, "payroll/terms.html", {"terms": terms})


@open_to(SIGNED_IN)
def mine(request: StaffRequest) -> HttpResponse:
    slips = Payslip.objects.filter(person=request.user, run__state=RunState.APPROVED)
    context = {"slips": slips.select_related("run").order_by("-run__month")}
    return render(request, "payroll/mine.html", context)


@open_to(SIGNED_IN)
def show_slip(request: StaffRequest, pk: int) -> HttpResponse:
    slips = Payslip.objects.visible_to(request.user).select_related("run__scheme", "person", "form")
    slip = get_object_or_404(slips, pk=pk)
    services.note_reading(slip=slip, by=request.user, at=timezone.now())
    readers = Entry.objects.about(slip).filter(action=SLIP_READ.code).select_related("actor")
    context = {
        "slip": slip,
        "lines": slip.lines.order_by("rank"),
        "readers": readers.order_by("-happened_at")[:20],
    }
    return render(request, "payroll/slip.html", context)

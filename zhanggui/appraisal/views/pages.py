from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from zhanggui.appraisal import selectors
from zhanggui.appraisal.models import Form, FormLine
from zhanggui.core.metrics import indicators
from zhanggui.core.periods import Month
from zhanggui.core.permissions import SIGNED_IN, open_to
from zhanggui.org.http import StaffRequest

ROWS_A_PAGE = 100


@open_to(SIGNED_IN)
def mine(request: StaffRequest) -> HttpResponse:
    forms = Form.objects.filter(person=request.user).select_related("position", "appraiser")
    return render(request, "appraisal/mine.html", {"forms": forms.order_by("-month", "pk")})


@open_to(SIGNED_IN)
def team(request: StaffRequest) -> HttpResponse:
    months = selectors.months_with_forms(request.user)
    try:
        month = Month.parse(request.GET["month"])
    except (KeyError, ValueError):
        month = months[0] if months else Month.of(timezone.now()).previous
    context = {"month": month, "months": months, "forms": selectors.team_of(request.user, month)}
    return render(request, "appraisal/team.html", context)


def seen_form(request: StaffRequest, pk: int) -> Form:
    """Return a form that the person may see, else answer 404."""
    forms = Form.objects.visible_to(request.user)
    return get_object_or_404(
        forms.select_related("person", "position", "appraiser", "reviewer"), pk=pk
    )


@open_to(SIGNED_IN)
def show_form(request: StaffRequest, pk: int) -> HttpResponse:
    form = seen_form(request, pk)
    lines = list(form.lines.select_related("evidence").order_by("rank"))
    for line in lines:
        line.words = selectors.explain(line)  # type: ignore[attr-defined]
    context = {
        "form": form,
        "lines": lines,
        "steps": selectors.steps_of(form),
        "missing": selectors.missing_to(form),
        "is_mine": form.person_id == request.user.pk,
        "shows_scores": form.is_fixed or form.person_id != request.user.pk,
    }
    return render(request, "appraisal/form.html", context)


@open_to(SIGNED_IN)
def show_evidence(request: StaffRequest, pk: int, line_pk: int) -> HttpResponse:
    form = seen_form(request, pk)
    lines = FormLine.objects.filter(form=form, evidence__isnull=False).select_related("evidence")
    line = get_object_or_404(lines, pk=line_pk)
    rows = line.evidence.rows if line.evidence else []
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "line": line, "page": page, "indicator": indicators.get(line.code)}
    return render(request, "appraisal/evidence.html", context)

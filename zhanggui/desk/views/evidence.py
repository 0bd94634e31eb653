from collections.abc import Sequence
from contextlib import suppress

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhanggui.core.lists import Column, Kind
from zhanggui.core.metrics import DEPARTMENT, EvidenceRow, Indicator, indicators
from zhanggui.core.periods import Month
from zhanggui.core.permissions import SIGNED_IN, open_to
from zhanggui.core.reports import Report, render_report
from zhanggui.org.http import StaffRequest
from zhanggui.org.models import User

COLUMNS = (
    Column("label", gettext_lazy("What"), link=True),
    Column("numerator", gettext_lazy("Counted above"), Kind.NUMBER),
    Column("denominator", gettext_lazy("Counted below"), Kind.NUMBER),
)


def month_asked(text: str) -> Month:
    with suppress(ValueError):
        return Month.parse(text)
    return Month.of(timezone.now())


def whose(request: StaffRequest, indicator: Indicator) -> tuple[int, str]:
    """Return whose figure it is: the department's, one's own, or that of somebody one may see.

    :raises Http404: if the person may not see that of the other
    """
    if not indicator.per_person:
        return DEPARTMENT, _("Department")
    asked = request.GET.get("user", "")
    pk = int(asked) if asked.isdecimal() else request.user.pk
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    return person.pk, str(person)


@open_to(SIGNED_IN)
def show_evidence(request: StaffRequest, code: str) -> HttpResponseBase:
    """Open a figure down to the rows that it was computed from."""
    indicator = indicators.get(code)
    if indicator is None:
        raise Http404
    month = month_asked(request.GET.get("month", ""))
    user_id, name = whose(request, indicator)
    rows = indicator.rows(month, user_id)
    measure = indicator.measure(month, [user_id]).get(user_id)
    report = evidence(indicator, rows, f"{name} · {month}")
    return render_report(
        request,
        report,
        template="desk/evidence.html",
        context={"shown": indicator.shown(measure), "month": month, "user_id": user_id},
    )


def evidence(indicator: Indicator, rows: Sequence[EvidenceRow], period: str) -> Report:
    """Lay out an indicator's rows with what the figure means."""
    return Report(
        code="evidence",
        title=indicator.label,
        period=period,
        columns=COLUMNS,
        rows=rows,
        definitions=(
            (indicator.label, indicator.formula),
            (_("Rows"), f"{len(rows):,}"),
            (_("Version of the formula"), str(indicator.version)),
        ),
        opens=lambda row: row.url,
    )

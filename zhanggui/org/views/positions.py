from datetime import date, datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from zhanggui.core.pdf import can_make_pdf, pdf_of, pdf_response
from zhanggui.core.periods import Month, day_of, midnight
from zhanggui.core.permissions import allowed
from zhanggui.org.http import StaffRequest
from zhanggui.org.models import PayBand, Position
from zhanggui.org.permissions import Can
from zhanggui.org.selectors.chart import chart_at
from zhanggui.org.selectors.dutymap import STANDINGS, map_duties
from zhanggui.org.selectors.handbook import words
from zhanggui.org.selectors.positions import sheet_of

LAST_SECOND = timedelta(days=1, microseconds=-1)


@allowed(Can.SEE_CHART)
def show_chart(request: StaffRequest) -> HttpResponse:
    chart = chart_at(_day_asked(request), request.user)
    context = {"chart": chart, "has_pdf": can_make_pdf()}
    return render(request, "org/chart.html", context)


@allowed(Can.SEE_CHART)
def chart_pdf(request: StaffRequest) -> HttpResponse:
    chart = chart_at(_day_asked(request), request.user)
    if not can_make_pdf():
        return render(request, "org/chart_print.html", {"chart": chart})
    content = pdf_of(request, "org/chart_print.html", {"chart": chart}, "org/print.css")
    return pdf_response(content, f"organisation-{day_of(chart.at)}")


def _day_asked(request: StaffRequest) -> datetime:
    """Return the end of the day in the address; now for today, or when there is none."""
    now = timezone.now()
    try:
        day = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return now
    return now if day == day_of(now) else midnight(day) + LAST_SECOND


@allowed(Can.SEE_CHART)
def show_position(request: StaffRequest, code: str) -> HttpResponse:
    positions = Position.objects.select_related("reports_to", "appraised_by")
    position = get_object_or_404(positions.prefetch_related("aliases", "reports"), code=code)
    sheet = sheet_of(position, viewer=request.user, at=timezone.now())
    context = {
        "position": position,
        "sheet": sheet,
        "band": _band_shown(request, position),
        "sees_band": _sees_band(request, position),
        "goal": words(sheet.text.goal) if sheet.text else "",
    }
    return render(request, "org/position.html", context)


def _sees_band(request: StaffRequest, position: Position) -> bool:
    """A pay band is seen by those who run the department, and of their own seat by its holders."""
    own = any(seat.pk == position.pk for seat in request.user.seats)
    return own or request.user.has_perm(Can.SEE_PAY)


def _band_shown(request: StaffRequest, position: Position) -> PayBand | None:
    if not _sees_band(request, position):
        return None
    return PayBand.objects.filter(position=position).first()


@allowed(Can.SEE_DUTIES)
def map_of_duties(request: StaffRequest) -> HttpResponse:
    month = _month_asked(request)
    mapped = map_duties(month)
    seats = list(dict.fromkeys(one.duty.position for one in mapped))
    chosen = request.GET.get("position", "")
    context = {
        "groups": [
            (seat, [one for one in mapped if one.duty.position == seat])
            for seat in seats
            if chosen in {"", seat.code if seat else "department"}
        ],
        "seats": seats,
        "chosen": chosen,
        "month": month,
        "counts": [
            (label, sum(one.standing == code for one in mapped)) for code, label, _tone in STANDINGS
        ],
        "total": len(mapped),
    }
    return render(request, "org/duties.html", context)


def _month_asked(request: StaffRequest) -> Month:
    try:
        return Month.parse(request.GET.get("month", ""))
    except ValueError:
        return Month.of(timezone.now())

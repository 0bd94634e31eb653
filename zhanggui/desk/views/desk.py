from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from zhanggui.core.periods import Month
from zhanggui.core.permissions import SIGNED_IN, open_to
from zhanggui.desk import selectors, services
from zhanggui.org.http import StaffRequest
from zhanggui.org.middleware import SESSION_KEY


def back_to(request: HttpRequest, otherwise: str = "desk:home") -> HttpResponse:
    """Go back to where the form says it came from, if that is one of our pages."""
    url = request.POST.get("next", "") or request.headers.get("Referer", "")
    if url and url_has_allowed_host_and_scheme(url, {request.get_host()}):
        return redirect(url)
    return redirect(otherwise)


@open_to(SIGNED_IN)
def show_desk(request: StaffRequest) -> HttpResponse:
    """Answer what is late and what is next; how the month goes comes a moment later."""
    now = timezone.now()
    duties = selectors.duties_of(request.user)
    known = selectors.known_now(request.user, now)
    mine = {tool for duty in duties for tool in duty.tools}
    desk = selectors.lay_desk(known.waiting, mine, now)
    return render(
        request,
        "desk/desk.html",
        {"desk": desk, "now": timezone.localtime(now), "has_duties": bool(duties)},
    )


@open_to(SIGNED_IN)
def show_month(request: StaffRequest) -> HttpResponse:
    """Answer how the person and the department do this month."""
    month = Month.of(timezone.now())
    duties = selectors.duties_of(request.user)
    mine = selectors.figures_of(request.user, duties, month)
    department = selectors.figures_of_department(request.user, month)
    standing = selectors.standing_of([*mine, *department])
    context = {"month": month, "mine": mine, "department": department, "standing": standing}
    return render(request, "desk/month.html", context)


@open_to(SIGNED_IN)
def show_rail(request: StaffRequest) -> HttpResponse:
    """Answer the rail and the bar's count, counted now."""
    selectors.known_now(request.user, timezone.now())
    return render(request, "desk/rail.html")


@open_to(SIGNED_IN)
def search(request: StaffRequest) -> HttpResponse:
    """Answer what is found of everything, in the palette or on a page of its own."""
    text = request.GET.get("q", "")
    found = selectors.search_everything(request.user, text)
    inside = request.headers.get("HX-Target") == "hits"
    template = "desk/hits.html" if inside else "desk/search.html"
    return render(request, template, {"found": found, "text": text.strip()})


@open_to(SIGNED_IN)
@require_POST
def act_as(request: StaffRequest) -> HttpResponse:
    """Act in another of the person's positions from now on, in this session."""
    code = request.POST.get("position", "")
    if code in {seat.code for seat in request.user.seats}:
        request.session[SESSION_KEY] = code
    return redirect("desk:home")


@open_to(SIGNED_IN)
@require_POST
def set_presence(request: StaffRequest) -> HttpResponse:
    away = request.POST.get("away") == "1"
    services.set_presence(by=request.user, is_away=away, at=timezone.now())
    selectors.known_now(request.user, timezone.now(), fresh=True)
    return back_to(request)

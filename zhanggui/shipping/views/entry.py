"""The entry sheet: scan, type or paste; look at the verdicts; enter the good rows."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhanggui.core.lists import chosen
from zhanggui.core.permissions import allowed
from zhanggui.org.http import StaffRequest
from zhanggui.shipping.permissions import Can
from zhanggui.shipping.selectors import carriers, goods_of, waiting_orders
from zhanggui.shipping.services import drafts
from zhanggui.shipping.views.lists import WAITING

TAKE = 20


def sheet_context(request: StaffRequest) -> dict[str, Any]:
    """Return the sheet, newest row first, each with its place, its verdict and its goods."""
    rows = drafts.sheet_of(request.user)
    goods = goods_of([verdict.order.pk for _draft, verdict in rows if verdict.order])
    shown = [
        {
            "place": place,
            "draft": draft,
            "verdict": verdict,
            "goods": goods.get(verdict.order.pk, "") if verdict.order else "",
        }
        for place, (draft, verdict) in enumerate(rows, start=1)
    ]
    return {
        "rows": shown[::-1],
        "good": sum(verdict.passes for _draft, verdict in rows),
        "last": shown[-1] if shown else None,
        "carriers": carriers(),
        "max_rows": drafts.MAX_ROWS,
        "take": TAKE,
    }


def show_sheet(request: StaffRequest, problem: str = "") -> HttpResponse:
    """Answer htmx with the sheet as it is now, a plain form with the page."""
    if not request.headers.get("HX-Request"):
        if problem:
            messages.error(request, problem)
        return redirect("shipping:tracking-entry")
    context = {"problem": problem, **sheet_context(request)}
    return render(request, "shipping/sheet.html", context)


@allowed(Can.ENTER)
def tracking_entry(request: StaffRequest) -> HttpResponse:
    waiting = waiting_orders(request.user)
    context = {
        "waiting": waiting.count(),
        "late": waiting.filter(ship_by__lt=timezone.now()).count(),
        **sheet_context(request),
    }
    return render(request, "shipping/tracking_entry.html", context)


@allowed(Can.ENTER)
@require_POST
def add_rows(request: StaffRequest) -> HttpResponse:
    try:
        drafts.add_text(text=request.POST.get("text", ""), by=request.user)
    except drafts.CannotAddRowsError as error:
        return show_sheet(request, str(error))
    return show_sheet(request)


@allowed(Can.ENTER)
@require_POST
def add_waiting(request: StaffRequest) -> HttpResponse:
    try:
        drafts.add_waiting(count=TAKE, by=request.user)
    except drafts.CannotAddRowsError as error:
        return show_sheet(request, str(error))
    return show_sheet(request)


@allowed(Can.ENTER)
@require_POST
def add_orders(request: StaffRequest) -> HttpResponse:
    orders = chosen(request, WAITING, waiting_orders(request.user))
    numbers = list(orders.values_list("number", flat=True)[: drafts.MAX_ROWS + 1])
    try:
        drafts.add_orders(numbers=numbers, by=request.user)
    except drafts.CannotAddRowsError as error:
        messages.error(request, str(error))
        return redirect("shipping:orders-without-number")
    return redirect("shipping:tracking-entry")


@allowed(Can.ENTER)
@require_POST
def change_row(request: StaffRequest, pk: int) -> HttpResponse:
    drafts.change_row(
        draft_id=pk,
        by=request.user,
        number=request.POST.get("number"),
        carrier=request.POST.get("carrier"),
        accepted=request.POST.get("accepted") == "1" if "stand" in request.POST else None,
    )
    return show_sheet(request)


@allowed(Can.ENTER)
@require_POST
def remove_row(request: StaffRequest, pk: int) -> HttpResponse:
    drafts.remove_rows(by=request.user, draft_id=pk)
    return show_sheet(request)


@allowed(Can.ENTER)
@require_POST
def undo_scan(request: StaffRequest) -> HttpResponse:
    drafts.undo_scan(by=request.user)
    return show_sheet(request)


@allowed(Can.ENTER)
@require_POST
def clear_sheet(request: StaffRequest) -> HttpResponse:
    drafts.remove_rows(by=request.user)
    return show_sheet(request)


@allowed(Can.ENTER)
@require_POST
def enter_sheet(request: StaffRequest) -> HttpResponse:
    verdicts = drafts.enter_sheet(by=request.user, at=timezone.now())
    entered = sum(verdict.parcel is not None for verdict in verdicts)
    if entered:
        messages.success(request, _("%(count)s tracking numbers entered") % {"count": entered})
    if left := len(verdicts) - entered:
        messages.warning(request, _("%(count)s rows stay, each with its reason") % {"count": left})
    return redirect("shipping:tracking-entry")

"""Days and months: compared, signed, closed."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhanggui.books import services
from zhanggui.books.models import DayClose, Period
from zhanggui.books.permissions import Can
from zhanggui.books.selectors import balance, days_to_sign
from zhanggui.core.periods import Month, day_of
from zhanggui.core.permissions import allowed
from zhanggui.org.http import StaffRequest
from zhanggui.shops.models import Shop

SIGNED_SHOWN = 30


def day_named(text: str) -> date:
    """Read a day of an address; what is none is not found."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error


def month_named(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as error:
        raise Http404 from error


@allowed(Can.VIEW)
def days(request: StaffRequest) -> HttpResponse:
    shops = {shop.pk: shop for shop in Shop.objects.visible_to(request.user).order_by("name")}
    now = timezone.now()
    signed = DayClose.objects.filter(shop__in=shops).select_related("shop", "signed_by")
    context = {
        "today": day_of(now),
        "shops": shops.values(),
        "unsigned": [(day, shops[pk], n) for day, pk, n in days_to_sign(request.user, now=now)],
        "signed": signed.order_by("-day", "shop__name")[:SIGNED_SHOWN],
        "periods": Period.objects.select_related("closed_by").order_by("-first_day")[:24],
    }
    return render(request, "books/days.html", context)


@allowed(Can.VIEW)
def day(request: StaffRequest, pk: int, day: str) -> HttpResponse:
    shop = get_object_or_404(Shop.objects.visible_to(request.user), pk=pk)
    found = balance(shop, day_named(day))
    unposted = [d.order.pk for d in found.differences if d.voucher is None and not d.detail]
    context = {
        "balance": found,
        "unposted": unposted,
        "is_over": found.day < day_of(timezone.now()),
        "gap": found.shipped_fen - found.posted_fen,
    }
    return render(request, "books/day.html", context)


@allowed(Can.SIGN_DAY)
@require_POST
def sign_day(request: StaffRequest, pk: int, day: str) -> HttpResponse:
    shop = get_object_or_404(Shop.objects.visible_to(request.user), pk=pk)
    try:
        services.sign_day(shop_id=shop.pk, day=day_named(day), by=request.user, at=timezone.now())
    except services.CannotCloseError as error:
        messages.error(request, str(error))
        return redirect("books:day", pk, day)
    messages.success(request, _("The day is signed"))
    return redirect("books:days")


@allowed(Can.CLOSE_PERIOD)
@require_POST
def close_period(request: StaffRequest, month: str) -> HttpResponse:
    try:
        services.close_period(month=month_named(month), by=request.user, at=timezone.now())
    except services.CannotCloseError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The month is closed"))
    return redirect("books:days")


@allowed(Can.CLOSE_PERIOD)
@require_POST
def reopen_period(request: StaffRequest, month: str) -> HttpResponse:
    try:
        services.reopen_period(month=month_named(month), by=request.user, at=timezone.now())
    except services.CannotCloseError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The month is open again"))
    return redirect("books:days")

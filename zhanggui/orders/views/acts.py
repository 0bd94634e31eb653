from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhanggui.core.lists import chosen, confirm_many
from zhanggui.core.permissions import allowed
from zhanggui.orders import services
from zhanggui.orders.forms import ClearForm, HoldForm, MatchForm, PhoneOrderForm
from zhanggui.orders.models import HoldKind, OrderHold
from zhanggui.orders.permissions import Can
from zhanggui.orders.selectors.showing import orders_with_goods
from zhanggui.orders.views.detail import found_order
from zhanggui.orders.views.lists import HOLDS, ORDERS, visible_holds
from zhanggui.org.http import StaffRequest
from zhanggui.shops.models import Shop


def form_page(
    request: StaffRequest, form: Form, *, title: str | Promise, act: str | Promise, back: str
) -> HttpResponse:
    context = {"form": form, "title": title, "act": act, "back": back}
    return render(request, "core/form.html", context)


@allowed(Can.HOLD)
def hold_order(request: StaffRequest, pk: int) -> HttpResponse:
    order = found_order(request, pk)
    form = HoldForm(request.POST or None)
    if form.is_valid():
        try:
            services.hold_order(
                order=order, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except services.CannotHoldError as error:
            form.add_error(None, str(error))
        else:
            return redirect(order)
    context = {
        "form": form,
        "title": _("Hold the order"),
        "act": _("Hold"),
        "back": order.get_absolute_url(),
    }
    return render(request, "core/form.html", context)


@allowed(Can.CLEAR_HOLD)
def clear_hold(request: StaffRequest, pk: int) -> HttpResponse:
    hold = get_object_or_404(visible_holds(request).select_related("order"), pk=pk)
    form = ClearForm(request.POST or None)
    if form.is_valid():
        try:
            services.clear_holds(
                hold_ids=[hold.pk], by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except services.CannotHoldError as error:
            form.add_error(None, str(error))
        else:
            return redirect(hold.order)
    context = {
        "form": form,
        "title": f"{hold.get_kind_display()} {hold.detail}",
        "act": _("Clear the hold"),
        "back": hold.order.get_absolute_url(),
    }
    return render(request, "core/form.html", context)


def _clear_chosen(request: StaffRequest, hold_ids: list[int], back: str) -> HttpResponse:
    try:
        count = services.clear_holds(hold_ids=hold_ids, by=request.user, at=timezone.now())
    except services.CannotHoldError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(count)s holds cleared.") % {"count": count})
    return redirect(back)


@allowed(Can.CLEAR_HOLD)
@require_POST
def clear_holds(request: StaffRequest) -> HttpResponse:
    rows = chosen(request, HOLDS, visible_holds(request).select_related("order"))
    if "confirmed" in request.POST:
        ids = list(rows.values_list("pk", flat=True))
        return _clear_chosen(request, ids, reverse("orders:holds"))
    return confirm_many(
        request,
        rows,
        title=_("Clear holds"),
        text=_("These orders go on to shipping. Your name stands on each hold that you clear."),
        act=_("Clear holds"),
        back=reverse("orders:holds"),
    )


@allowed(Can.CLEAR_HOLD)
@require_POST
def clear_many(request: StaffRequest) -> HttpResponse:
    rows = chosen(request, ORDERS, orders_with_goods(request.user))
    holds = OrderHold.objects.filter(order__in=rows.values("pk"), cleared_at=None).exclude(
        kind__in=services.MENDED_ONLY
    )
    if "confirmed" in request.POST:
        ids = list(holds.values_list("pk", flat=True))
        return _clear_chosen(request, ids, reverse("orders:list"))
    return confirm_many(
        request,
        rows.filter(pk__in=holds.values("order_id")),
        title=_("Clear holds"),
        text=_(
            "Holds for an unknown code or a shortage stay: they go when their cause is mended."
            " Your name stands on each hold that you clear."
        ),
        act=_("Clear holds"),
        back=reverse("orders:list"),
    )


@allowed(Can.MATCH_CODE)
def match_code(request: StaffRequest, pk: int) -> HttpResponse:
    hold = get_object_or_404(
        visible_holds(request).select_related("order__shop", "line"),
        pk=pk, kind=HoldKind.UNKNOWN_SKU, line__isnull=False,
    )  # fmt: skip
    form = MatchForm(request.POST or None)
    if form.is_valid():
        try:
            mended = services.match_held_code(
                hold=hold, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except services.CannotMatchError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(count)s order lines go on.") % {"count": mended})
            return redirect("orders:holds")
    return render(request, "orders/match.html", {"form": form, "hold": hold})


@allowed(Can.ADD)
def enter_order(request: StaffRequest) -> HttpResponse:
    form = PhoneOrderForm(request.POST or None, shops=Shop.objects.visible_to(request.user))
    if form.is_valid():
        try:
            order = services.enter_order(by=request.user, at=timezone.now(), **form.cleaned_data)
        except services.CannotEnterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Order %(number)s is entered.") % {"number": order.number})
            return redirect(order)
    context = {
        "form": form,
        "title": _("New order"),
        "act": _("Enter the order"),
        "back": reverse("orders:list"),
    }
    return render(request, "core/form.html", context)

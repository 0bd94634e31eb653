from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhanggui.core.lists import render_list
from zhanggui.core.permissions import allowed
from zhanggui.journal.models import Entry
from zhanggui.orders.models import Order
from zhanggui.org.http import StaffRequest
from zhanggui.shipping import services
from zhanggui.shipping.forms import CorrectForm, ParcelForm, TakeBackForm
from zhanggui.shipping.models import Parcel
from zhanggui.shipping.permissions import Can
from zhanggui.shipping.rules import tidy
from zhanggui.shipping.selectors import Entry as NumberEntry
from zhanggui.shipping.selectors import lines_left, waiting_orders
from zhanggui.shipping.views.lists import PARCELS, WAITING


@allowed(Can.VIEW)
def parcel_list(request: StaffRequest) -> HttpResponseBase:
    parcels = Parcel.objects.visible_to(request.user).annotate(is_told=F("dispatch_row"))
    related = parcels.select_related("carrier", "order__shop", "entered_by")
    return render_list(request, PARCELS, related, template="shipping/parcel_list.html")


@allowed(Can.ENTER)
def waiting_list(request: StaffRequest) -> HttpResponseBase:
    orders = waiting_orders(request.user).select_related("shop").prefetch_related("lines")
    return render_list(request, WAITING, orders)


@allowed(Can.VIEW)
def parcel_detail(request: StaffRequest, pk: int) -> HttpResponse:
    related = ("carrier", "order__shop", "entered_by", "void_by", "corrects", "dispatch_row__file")
    parcels = Parcel.objects.visible_to(request.user).select_related(*related)
    parcel = get_object_or_404(parcels, pk=pk)
    context = {
        "parcel": parcel,
        "lines": parcel.lines.select_related("order_line__sku").order_by("pk"),
        "entries": Entry.objects.about(parcel).select_related("actor").order_by("-pk"),
        "replacement": Parcel.objects.filter(corrects=parcel).first(),
    }
    return render(request, "shipping/parcel.html", context)


@allowed(Can.CORRECT)
def correct_parcel(request: StaffRequest, pk: int) -> HttpResponse:
    parcel = get_object_or_404(Parcel.objects.visible_to(request.user), pk=pk)
    initial = {"number": parcel.number, "carrier": parcel.carrier.code}
    form = CorrectForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            right = services.correct_number(
                parcel_id=pk, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except services.CannotCorrectError as error:
            form.add_error("number", str(error))
        else:
            messages.success(request, _("The number is corrected; tell the platform of it"))
            return redirect("shipping:parcel", right.pk)
    return _form_page(request, form, parcel, _("Correct the number"))


@allowed(Can.CORRECT)
def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    parcel = get_object_or_404(Parcel.objects.visible_to(request.user), pk=pk)
    form = TakeBackForm(request.POST or None)
    if form.is_valid():
        try:
            services.take_back_parcel(
                parcel_id=pk, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except services.CannotCorrectError as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, _("The order waits for its tracking number again"))
            return redirect("shipping:parcel", pk)
    return _form_page(request, form, parcel, _("Take the parcel back"), danger=True)


def _form_page(
    request: StaffRequest,
    form: CorrectForm | TakeBackForm,
    parcel: Parcel,
    title: str,
    *,
    danger: bool = False,
) -> HttpResponse:
    text = _("%(carrier)s %(number)s, order %(order)s") % {
        "carrier": parcel.carrier,
        "number": parcel.number,
        "order": parcel.order,
    }
    context = {
        "form": form,
        "title": title,
        "act": title,
        "text": text,
        "danger": danger,
        "back": reverse("shipping:parcel", args=[parcel.pk]),
    }
    return render(request, "core/form.html", context)


@allowed(Can.ENTER)
def enter_parcel(request: StaffRequest, pk: int) -> HttpResponse:
    order = get_object_or_404(Order.objects.visible_to(request.user), pk=pk)
    form = ParcelForm(request.POST or None, lines=lines_left(order.pk))
    if form.is_valid():
        entry = NumberEntry(
            order.number,
            tidy(form.cleaned_data["number"]),
            form.cleaned_data["carrier"],
            form.cleaned_data["accepted"],
            form.contents,
        )
        [verdict] = services.enter_tracking(entries=[entry], by=request.user, at=timezone.now())
        if verdict.parcel:
            messages.success(request, _("Tracking number entered"))
            return redirect("shipping:parcel", verdict.parcel.pk)
        form.add_error("number", verdict.problem or verdict.warning)
    context = {
        "form": form,
        "title": _("Parcel of order %(number)s") % {"number": order.number},
        "act": _("Enter"),
        "text": _("An order that leaves in several parcels is shipped with the last of them."),
        "back": reverse("shipping:orders-without-number"),
    }
    return render(request, "core/form.html", context)

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhanggui.core.lists import Column, Kind, Preset, RowList, render_list
from zhanggui.core.permissions import allowed
from zhanggui.org.http import StaffRequest
from zhanggui.service import services
from zhanggui.service.forms import ContactForm, FollowUpForm, RecordFilter
from zhanggui.service.models import Channel, ContactRecord, Topic
from zhanggui.service.permissions import Can
from zhanggui.service.selectors import search_records


def overdue(_request: HttpRequest) -> Q:
    """Match the call-backs whose time has run out."""
    return Q(follow_up_at__lt=timezone.now(), followed_up_at=None)


def record_list(code: str, title: str | Promise) -> RowList:
    """Describe the list of contact records under one duty."""
    return RowList(
        code=f"service.{code}",
        title=title,
        default_sort="-taken_at",
        columns=(
            Column("taken_at", gettext_lazy("When"), Kind.MOMENT, sort="taken_at", link=True),
            Column("shop.name", gettext_lazy("Shop")),
            Column("channel", gettext_lazy("Channel")),
            Column("topic", gettext_lazy("Topic")),
            Column("who", gettext_lazy("Who")),
            Column("text", gettext_lazy("What was said")),
            Column("order.number", gettext_lazy("Order"), Kind.CODE),
            Column("product.code", gettext_lazy("Product"), Kind.CODE),
            Column("follow_up_at", gettext_lazy("Call back by"), Kind.DUE),
            Column("taken_by", gettext_lazy("Taken by")),
        ),
        presets=(
            Preset("all", gettext_lazy("All"), counted=False),
            Preset(
                "owed",
                gettext_lazy("To call back"),
                Q(follow_up_at__isnull=False, followed_up_at=None),
            ),
            Preset("late", gettext_lazy("Late"), overdue),
        ),
        filters=RecordFilter,
        search=search_records,
        search_hint=gettext_lazy("Words, order number, product code…"),
        opens=lambda row: reverse("service:show-record", args=[row.pk]),
        empty_title=gettext_lazy("Nothing written down yet"),
        empty_text=gettext_lazy(
            "Write down a contact while it is fresh: it counts for your month."
        ),
    )


MESSAGES = record_list("messages", gettext_lazy("Customer messages"))
CALLS = record_list("calls", gettext_lazy("Phone line"))
FEEDBACK = record_list("feedback", gettext_lazy("Problems and suggestions"))
PAGE_FAULTS = record_list("page-faults", gettext_lazy("Page faults"))


def show_list(request: StaffRequest, spec: RowList, where: Q, kept: str) -> HttpResponseBase:
    records = ContactRecord.objects.visible_to(request.user).filter(where)
    return render_list(
        request,
        spec,
        records.select_related("shop", "order", "product", "taken_by"),
        template="service/list.html",
        context={"kept": kept},
    )


@allowed(Can.VIEW)
def list_messages(request: StaffRequest) -> HttpResponseBase:
    return show_list(request, MESSAGES, Q(channel=Channel.IM), "channel=IM")


@allowed(Can.VIEW)
def list_calls(request: StaffRequest) -> HttpResponseBase:
    return show_list(request, CALLS, Q(channel=Channel.PHONE), "channel=PHONE")


@allowed(Can.VIEW)
def list_feedback(request: StaffRequest) -> HttpResponseBase:
    return show_list(request, FEEDBACK, Q(topic=Topic.SUGGESTION), "topic=SUGGESTION")


@allowed(Can.VIEW)
def list_page_faults(request: StaffRequest) -> HttpResponseBase:
    return show_list(request, PAGE_FAULTS, Q(topic=Topic.PAGE), "topic=PAGE")


@allowed(Can.RECORD)
def add_record(request: StaffRequest) -> HttpResponse:
    form = ContactForm(request.POST or None, user=request.user, initial=request.GET.dict())
    if form.is_valid():
        now = timezone.now()
        try:
            contact = services.record_contact(by=request.user, at=now, **form.facts(now))
        except services.CannotRecordError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Written down."))
            return redirect(contact)
    return render(
        request,
        "core/form.html",
        {
            "form": form,
            "title": _("Write down a contact"),
            "act": _("Save"),
            "back": reverse("service:messages"),
        },
    )


@allowed(Can.VIEW)
def show_record(request: StaffRequest, pk: int) -> HttpResponse:
    contact = get_object_or_404(
        ContactRecord.objects.visible_to(request.user).select_related(
            "shop", "order", "product", "taken_by"
        ),
        pk=pk,
    )
    late = contact.is_late(timezone.now())
    return render(request, "service/record.html", {"record": contact, "late": late})


@allowed(Can.RECORD)
def follow_up(request: StaffRequest, pk: int) -> HttpResponse:
    contact = get_object_or_404(ContactRecord.objects.visible_to(request.user), pk=pk)
    form = FollowUpForm(request.POST or None)
    if form.is_valid():
        try:
            services.follow_up(
                record_id=contact.pk, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except services.CannotFollowUpError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Written down."))
            return redirect(contact)
    context = {
        "form": form,
        "title": _("Customer called back"),
        "act": _("Save"),
        "back": contact.get_absolute_url(),
    }
    return render(request, "core/form.html", context)

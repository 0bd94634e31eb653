from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from zhanggui.core.lists import BulkAct, Column, Kind, Preset, RowList, chosen, render_list
from zhanggui.core.permissions import allowed
from zhanggui.journal import selectors, services
from zhanggui.journal.forms import EntryFilter
from zhanggui.journal.models import Delivery, Entry
from zhanggui.journal.names import page_of
from zhanggui.journal.permissions import Can


def note_export(request: Any, count: int) -> None:
    services.note_export(by=request.user, at=timezone.now(), count=count)


ENTRIES = RowList(
    code="journal.entries",
    title=_("Audit trail"),
    default_sort="-happened_at",
    columns=(
        Column("happened_at", _("when"), Kind.MOMENT, sort="happened_at"),
        Column("label", _("Action"), link=True),
        Column("actor", _("Done by"), value=lambda row: row.actor or _("by itself")),
        Column("position_name", _("position")),
        Column("subject_name", _("About"), cell="journal/_subject.html"),
        Column(
            "told",
            _("Details"),
            value=lambda row: " · ".join(f"{name} {value}" for name, value in row.told),
            clip=True,
        ),
        Column("recorded_at", _("Written down"), Kind.MOMENT, shown=False),
        Column("action", _("Code"), Kind.CODE, shown=False),
    ),
    presets=(
        Preset("all", _("All"), counted=False),
        Preset("people", _("By people"), Q(actor__isnull=False), counted=False),
        Preset("itself", _("By itself"), Q(actor=None), counted=False),
        Preset(
            "data",
            _("Personal data and exports"),
            Q(action__endswith=".exported") | Q(action="customers.contact_revealed"),
            counted=False,
        ),
    ),
    filters=EntryFilter,
    search=selectors.search_entries,
    search_hint=_("A number or a word of the facts"),
    opens=lambda entry: entry.get_absolute_url(),
    exported=note_export,
    empty_title=_("Nothing found"),
    empty_text=_("Each piece of work stands here once it is done. Widen the filters."),
)
OUTBOX = RowList(
    code="journal.outbox",
    title=_("Reactions"),
    default_sort="-id",
    columns=(
        Column("entry.label", _("Action"), link=True),
        Column("handler", _("Handed to"), Kind.CODE),
        Column("tries", _("Tries"), Kind.NUMBER),
        Column("next_try_at", _("Next try"), Kind.DUE),
        Column("done_at", _("Done"), Kind.MOMENT),
        Column("error", _("Error"), clip=True),
        Column("id", _("Number"), Kind.NUMBER, sort="id", shown=False),
    ),
    presets=(
        Preset("waiting", _("Waiting"), Q(done_at=None)),
        Preset("failed", _("Failed"), Q(done_at=None, tries__gt=0), late=True),
        Preset("all", _("All"), counted=False),
    ),
    acts=(BulkAct("again", _("Try again"), "journal:try-again", Can.MEND_OUTBOX, primary=True),),
    opens=lambda delivery: delivery.entry.get_absolute_url(),
    empty_title=_("Nothing waits"),
    empty_text=_("What other parts of the house do after a piece of work stands here until done."),
)


@allowed(Can.SEARCH)
def list_entries(request: Any) -> HttpResponseBase:
    entries = Entry.objects.select_related("actor")
    return render_list(request, ENTRIES, entries, template="journal/list.html")


@allowed(Can.SEARCH)
def show_entry(request: Any, pk: int) -> HttpResponse:
    entry = get_object_or_404(Entry.objects.select_related("actor"), pk=pk)
    same = Entry.objects.of(entry.subject_type, entry.subject_id)
    context = {
        "entry": entry,
        "happenings": selectors.newest_first(same),
        "deliveries": selectors.deliveries_of(entry),
    }
    return render(request, "journal/show.html", context)


@allowed(Can.SEARCH)
def open_subject(_request: Any, pk: int) -> HttpResponse:
    """Go to what an entry is about; whether the person may see that is its own page's question."""
    entry = get_object_or_404(Entry, pk=pk)
    page = page_of(entry.subject_type, entry.subject_id)
    if not page:
        raise Http404
    return redirect(page)


@allowed(Can.SEE_OUTBOX)
def list_deliveries(request: Any) -> HttpResponseBase:
    return render_list(request, OUTBOX, Delivery.objects.select_related("entry"))


@allowed(Can.MEND_OUTBOX)
@require_POST
def try_again(request: Any) -> HttpResponse:
    rows = chosen(request, OUTBOX, Delivery.objects.all()).filter(done_at=None)
    keys = list(rows.values_list("pk", flat=True))
    count = services.try_again(deliveries=keys, by=request.user, at=timezone.now())
    done = ngettext(
        "%(n)s reaction will be tried again.", "%(n)s reactions will be tried again.", count
    )
    messages.success(request, done % {"n": count})
    return redirect("journal:outbox")

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhanggui.core.lists.answers import XLSX
from zhanggui.core.lists.files import csv_lines, xlsx_file
from zhanggui.core.permissions import SIGNED_IN, open_to
from zhanggui.imports import selectors, services
from zhanggui.imports.files import original_chunks
from zhanggui.imports.forms import ColumnsForm
from zhanggui.imports.models import ImportFile, ImportSession, State
from zhanggui.imports.registry import Outcome
from zhanggui.jobs.selectors import progress_of
from zhanggui.journal.selectors import happenings
from zhanggui.org.http import StaffRequest

STEPS = (
    gettext_lazy("Upload"),
    gettext_lazy("Choose columns"),
    gettext_lazy("Preview"),
    gettext_lazy("Result"),
)
AT_STEP = {State.MAPPING: 2, State.CHECKING: 3, State.READY: 3}
TABS = (
    (Outcome.REFUSED, gettext_lazy("Refused")),
    (Outcome.NEW, gettext_lazy("New")),
    (Outcome.CHANGED, gettext_lazy("Changed")),
    (Outcome.UNCHANGED, gettext_lazy("Unchanged")),
)


def found_session(request: StaffRequest, pk: int) -> ImportSession:
    """Return a session of a kind that the person may import.

    :raises Http404: if there is none
    """
    sessions = ImportSession.objects.visible_to(request.user)
    rows = sessions.select_related("by", "job").prefetch_related("files")
    return get_object_or_404(rows, pk=pk)


@open_to(SIGNED_IN)
def show(request: StaffRequest, pk: int) -> HttpResponse:
    session = found_session(request, pk)
    if session.state == State.MAPPING:
        return redirect("imports:columns", session.pk)
    counts = selectors.counts(session)
    tab = _tab(request.GET.get("rows", ""), counts)
    context = {
        "session": session,
        "steps": STEPS,
        "at": AT_STEP.get(State(session.state), 4),
        "counts": counts,
        "amounts": selectors.amounts(session),
        "tabs": TABS,
        "tab": tab,
        "rows": [] if session.is_running else selectors.shown_rows(session, tab),
        "progress": _progress(session),
        "earlier": selectors.earlier(session),
        "options": selectors.chosen_options(session),
        "can_undo": selectors.can_undo(session),
        "can_go_on": services.can_go_on(session),
        "happenings": happenings(session),
    }
    return render(request, "imports/session.html", context)


def _tab(asked: str, counts: list[selectors.SheetCount]) -> str:
    """Open the rows asked for, else the refused ones, else the first that there are."""
    if asked in set(Outcome):
        return asked
    there = (code for code, _label in TABS if counts and getattr(counts[0], code.lower()))
    return next(there, Outcome.NEW)


def _progress(session: ImportSession) -> dict[str, Any] | None:
    """Return what the progress bar shows; None when nobody works on the session."""
    if not session.is_running or session.job is None or session.job.is_over:
        return None
    url = reverse("imports:progress", args=[session.pk])
    cancel = reverse("imports:cancel", args=[session.pk])
    return progress_of(session.job) | {"url": url, "cancel_url": cancel, "result_url": ""}


@open_to(SIGNED_IN)
def show_progress(request: StaffRequest, pk: int) -> HttpResponse:
    progress = _progress(found_session(request, pk))
    if progress is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "core/progress.html", {"progress": progress})


@open_to(SIGNED_IN)
def choose_columns(request: StaffRequest, pk: int) -> HttpResponse:
    session = found_session(request, pk)
    form = ColumnsForm(request.POST or None, session=session)
    if form.is_valid():
        try:
            session = services.choose_columns(session=session, columns=form.columns())
        except services.CannotMapError as error:
            form.add_error(None, str(error))
        else:
            return redirect(services.start(session=session, by=request.user, at=timezone.now()))
    context = {"session": session, "form": form, "steps": STEPS, "at": 2}
    return render(request, "imports/columns.html", context)


def _act(request: StaffRequest, session: ImportSession, now: datetime) -> HttpResponse:
    services.start(session=session, by=request.user, at=now)
    return redirect(session)


@open_to(SIGNED_IN)
@require_POST
def commit(request: StaffRequest, pk: int) -> HttpResponse:
    session = found_session(request, pk)
    try:
        session = services.ask_commit(session=session)
    except services.CannotCommitError as error:
        messages.error(request, str(error))
        return redirect(session)
    return _act(request, session, timezone.now())


@open_to(SIGNED_IN)
@require_POST
def go_on(request: StaffRequest, pk: int) -> HttpResponse:
    """Start the work of a session anew whose worker gave it up."""
    return _act(request, found_session(request, pk), timezone.now())


@open_to(SIGNED_IN)
@require_POST
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    session = found_session(request, pk)
    try:
        services.cancel(session=session, by=request.user, at=timezone.now())
    except services.CannotCancelError as error:
        messages.error(request, str(error))
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Refresh": "true"})
    return redirect(session)


@open_to(SIGNED_IN)
def undo(request: StaffRequest, pk: int) -> HttpResponse:
    session = found_session(request, pk)
    if request.method == "POST":
        try:
            return _act(request, services.ask_undo(session=session), timezone.now())
        except services.CannotUndoError as error:
            messages.error(request, str(error))
            return redirect(session)
    context = {
        "title": _("Undo the import"),
        "text": _(
            "What the file made is taken away, and what it changed gets its old values back."
            " What was used or changed since stays; the report lists it."
        ),
        "act": _("Undo"),
        "back": session.get_absolute_url(),
        "facts": [(str(file.sheet_code), file.name) for file in session.files.all()],
        "danger": True,
    }
    return render(request, "core/confirm.html", context)


def found_file(request: StaffRequest, pk: int) -> ImportFile:
    seen = ImportSession.objects.visible_to(request.user)
    files = ImportFile.objects.filter(session__in=seen).select_related("session")
    return get_object_or_404(files, pk=pk)


@open_to(SIGNED_IN)
def download_original(request: StaffRequest, pk: int) -> HttpResponseBase:
    file = found_file(request, pk)
    services.note_download(file=file, by=request.user, at=timezone.now())
    response = StreamingHttpResponse(original_chunks(file.original))
    return _named(response, file.name, "application/octet-stream")


@open_to(SIGNED_IN)
def download_refused(request: StaffRequest, pk: int) -> HttpResponseBase:
    file = found_file(request, pk)
    services.note_download(file=file, by=request.user, at=timezone.now())
    head, rows = selectors.refused_table(file)
    stem = f"{_('refused')}-{file.name.rpartition('.')[0] or file.name}"
    if file.layout.startswith("csv"):
        return _named(StreamingHttpResponse(csv_lines(head, rows)), f"{stem}.csv", "text/csv")
    name = f"{stem}.xlsx"
    return FileResponse(
        xlsx_file(stem, head, rows), as_attachment=True, filename=name, content_type=XLSX
    )


def _named(response: StreamingHttpResponse, name: str, kind: str) -> StreamingHttpResponse:
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""  # noqa: FBT003
    response.headers["Content-Type"] = kind
    return response

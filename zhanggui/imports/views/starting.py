from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhanggui.core.lists import Column, Kind, Preset, RowList, render_list
from zhanggui.core.lists.answers import XLSX
from zhanggui.core.lists.files import xlsx_file
from zhanggui.core.permissions import SIGNED_IN, open_to
from zhanggui.imports import services
from zhanggui.imports.forms import UploadForm
from zhanggui.imports.models import RUNNING, ImportSession, State
from zhanggui.imports.registry import Target, targets
from zhanggui.imports.selectors import headings_of, targets_of
from zhanggui.org.http import StaffRequest

TONES = {
    State.MAPPING: "warn",
    State.CHECKING: "act",
    State.READY: "warn",
    State.COMMITTING: "act",
    State.DONE: "good",
    State.CANCELLED: "off",
    State.UNDOING: "act",
    State.UNDONE: "off",
}
WAITING = (State.MAPPING, State.READY)


def waiting(request: HttpRequest) -> Q:
    return Q(by=request.user.pk, state__in=WAITING)


SESSIONS = RowList(
    code="imports.list",
    title=_("Imports"),
    default_sort="-uploaded_at",
    columns=(
        Column("target.label", _("Kind"), link=True),
        Column("names", _("Files"), value=lambda row: "、".join(f.name for f in row.files.all())),
        Column("state", _("State"), Kind.STATE, tone=TONES),
        Column("rows", _("Rows"), Kind.NUMBER, value=lambda r: sum(f.rows for f in r.files.all())),
        Column("by", _("By")),
        Column("uploaded_at", _("Uploaded"), Kind.MOMENT, sort="id"),
    ),
    presets=(
        Preset("all", _("All"), counted=False),
        Preset("waiting", _("Wait for you"), waiting),
        Preset("running", _("Running"), Q(state__in=RUNNING)),
    ),
    opens=lambda session: session.get_absolute_url(),
    export=False,
    empty_title=_("Nothing was imported yet"),
    empty_text=_("Order files, product sheets and other tables come in here."),
)


@open_to(SIGNED_IN)
def list_sessions(request: StaffRequest) -> HttpResponseBase:
    sessions = ImportSession.objects.visible_to(request.user)
    rows = sessions.select_related("by").prefetch_related("files")
    return render_list(request, SESSIONS, rows, template="imports/list.html")


def found_target(request: StaffRequest, code: str) -> Target:
    """Return a target that the person may import into.

    :raises Http404: if there is none
    """
    target = targets.get(code)
    if target is None or not request.user.has_perm(target.permission):
        raise Http404
    return target


@open_to(SIGNED_IN)
def start(request: StaffRequest) -> HttpResponse:
    mine = targets_of(request.user)
    code = request.GET.get("target", mine[0].code if len(mine) == 1 else "")
    if not code:
        return render(request, "imports/kinds.html", {"targets": mine})
    target = found_target(request, code)
    form = UploadForm(request.POST or None, request.FILES or None, target=target, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_take_in(request, target, form))
        except services.CannotReceiveError as error:
            form.add_error("files", str(error))
    return render(request, "imports/upload.html", {"target": target, "form": form})


def _take_in(request: StaffRequest, target: Target, form: UploadForm) -> ImportSession:
    now = timezone.now()
    with on_disk(form.cleaned_data["files"]) as uploads:
        session = services.receive(
            target=target, uploads=uploads, options=form.chosen(), by=request.user, at=now
        )
    return services.start(session=session, by=request.user, at=now)


@contextmanager
def on_disk(files: Sequence[UploadedFile[Any]]) -> Iterator[list[services.Upload]]:
    """Give uploads a path: large ones lie in a temporary file already."""
    with ExitStack() as stack:
        yield [services.Upload(file.name or "", _path_of(file, stack)) for file in files]


def _path_of(file: UploadedFile[Any], stack: ExitStack) -> Path:
    if isinstance(file, TemporaryUploadedFile):
        return Path(file.temporary_file_path())
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="zg-upload-")))
    with (folder / "upload").open("wb") as draft:
        draft.writelines(file.chunks())
    return folder / "upload"


@open_to(SIGNED_IN)
def download_template(request: StaffRequest, code: str, sheet: str) -> HttpResponseBase:
    target = found_target(request, code)
    found = next((one for one in target.sheets if one.code == sheet), None)
    if found is None:
        raise Http404
    file = xlsx_file(str(found.label), headings_of(found), [])
    return FileResponse(file, as_attachment=True, filename=f"{found.label}.xlsx", content_type=XLSX)

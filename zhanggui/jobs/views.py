from pathlib import Path

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhanggui.core.lists import Column, Kind, Preset, RowList, render_list
from zhanggui.core.permissions import SIGNED_IN, allowed, open_to
from zhanggui.jobs import selectors, services
from zhanggui.jobs.models import Job, JobState
from zhanggui.jobs.permissions import Can
from zhanggui.jobs.services.clock import CannotRunNowError, run_now
from zhanggui.org.http import StaffRequest

TONES = {
    JobState.QUEUED: "plain",
    JobState.RUNNING: "act",
    JobState.DONE: "good",
    JobState.FAILED: "late",
    JobState.CANCELLED: "off",
}
JOBS = RowList(
    code="jobs",
    title=gettext_lazy("Background work"),
    default_sort="-id",
    columns=(
        Column("label", gettext_lazy("Work"), link=True),
        Column("state", gettext_lazy("State"), Kind.STATE, tone=TONES),
        Column("percent", gettext_lazy("Done"), unit="%"),
        Column("started_by", gettext_lazy("Asked by")),
        Column("created_at", gettext_lazy("Asked for"), Kind.MOMENT),
        Column("ended_at", gettext_lazy("Ended"), Kind.MOMENT),
        Column("error", gettext_lazy("Error"), shown=False),
    ),
    presets=(
        Preset("all", gettext_lazy("All"), counted=False),
        Preset("open", gettext_lazy("Running or waiting"), Q(state__in=("QUEUED", "RUNNING"))),
        Preset("failed", gettext_lazy("Failed"), Q(state="FAILED")),
    ),
    opens=lambda job: job.get_absolute_url(),
    empty_title=gettext_lazy("No long work yet"),
    empty_text=gettext_lazy("Imports, exports and other long work stand here while they run."),
)


def own_job(request: StaffRequest, pk: int) -> Job:
    return get_object_or_404(
        Job.objects.visible_to(request.user).select_related("started_by"), pk=pk
    )


@open_to(SIGNED_IN)
def list_jobs(request: StaffRequest) -> HttpResponseBase:
    jobs = Job.objects.visible_to(request.user).select_related("started_by")
    return render_list(request, JOBS, jobs)


@open_to(SIGNED_IN)
def show_job(request: StaffRequest, pk: int) -> HttpResponse:
    job = own_job(request, pk)
    context = {"job": job, "progress": selectors.progress_of(job)}
    fragment = request.headers.get("HX-Request") == "true"
    return render(request, "core/progress.html" if fragment else "jobs/show.html", context)


@open_to(SIGNED_IN)
@require_POST
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    try:
        job = services.cancel(job_id=own_job(request, pk).pk, at=timezone.now())
    except services.CannotAskError as error:
        messages.error(request, str(error))
        job = own_job(request, pk)
    return redirect(job)


@open_to(SIGNED_IN)
@require_POST
def retry(request: StaffRequest, pk: int) -> HttpResponse:
    try:
        services.retry(job_id=own_job(request, pk).pk, at=timezone.now())
    except services.CannotAskError as error:
        messages.error(request, str(error))
    return redirect("jobs:show", pk)


@open_to(SIGNED_IN)
def download(request: StaffRequest, pk: int, which: str) -> FileResponse:
    job = own_job(request, pk)
    file = {"result": job.result, "errors": job.errors}.get(which)
    if not file:
        raise Http404
    return FileResponse(file.open("rb"), as_attachment=True, filename=Path(str(file)).name)


@allowed(Can.SEE_SCHEDULES)
def list_schedules(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    return render(
        request,
        "jobs/schedules.html",
        {"schedules": selectors.schedule_rows(), "workers": selectors.living_workers(now)},
    )


@allowed(Can.RUN_SCHEDULE)
@require_POST
def run_schedule(request: StaffRequest, code: str) -> HttpResponse:
    try:
        job = run_now(code, by=request.user, at=timezone.now())
    except CannotRunNowError as error:
        messages.error(request, str(error))
        return redirect(reverse("jobs:schedules"))
    messages.success(request, _("Begun."))
    return redirect(job)

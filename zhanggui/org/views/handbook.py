from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from zhanggui.core.pdf import can_make_pdf, pdf_of, pdf_response
from zhanggui.core.permissions import allowed
from zhanggui.org.http import StaffRequest
from zhanggui.org.models import HandbookVersion
from zhanggui.org.models import VersionState as State
from zhanggui.org.permissions import Can
from zhanggui.org.rules.reading import read_handbook
from zhanggui.org.rules.yamltext import write_yaml
from zhanggui.org.selectors import editions as selectors
from zhanggui.org.selectors.handbook import version_in_force
from zhanggui.org.selectors.writing import facts_of, handbook_docx
from zhanggui.org.services.editions import CannotEditHandbookError, acknowledge
from zhanggui.org.services.exporting import note_export

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _context(request: StaffRequest, version: HandbookVersion) -> dict[str, object]:
    handbook = read_handbook(version.tree)
    sees_pay = request.user.has_perm(Can.SEE_PAY)
    return {
        "version": version,
        "handbook": handbook,
        "chapters": [(p, facts_of(p, handbook, sees_pay=sees_pay)) for p in handbook.positions],
    }


@allowed(Can.READ_HANDBOOK)
def show_handbook(request: StaffRequest) -> HttpResponse:
    version = version_in_force()
    if version is None:
        raise Http404
    context = _context(request, version) | {
        "to_read": selectors.to_acknowledge(request.user),
        "draft": selectors.the_draft(),
        "has_pdf": can_make_pdf(),
    }
    return render(request, "org/handbook.html", context)


@allowed(Can.READ_HANDBOOK)
def show_as_written(request: StaffRequest) -> HttpResponse:
    version = get_object_or_404(HandbookVersion, number=0)
    sees_pay = request.user.has_perm(Can.SEE_PAY)
    context = _context(request, version) | {"sees_pay": sees_pay}
    return render(request, "org/as_written.html", context)


@allowed(Can.READ_HANDBOOK)
def list_editions(request: StaffRequest) -> HttpResponse:
    return render(request, "org/editions.html", {"editions": selectors.editions()})


def _published(request: StaffRequest, number: int) -> HandbookVersion:
    """Find an edition that the person may see: a draft is for those who may edit it."""
    versions = HandbookVersion.objects.select_related("published_by", "made_by")
    if not request.user.has_perm(Can.EDIT_HANDBOOK):
        versions = versions.exclude(state=State.DRAFT)
    return get_object_or_404(versions, number=number)


@allowed(Can.READ_HANDBOOK)
def show_edition(request: StaffRequest, number: int) -> HttpResponse:
    version = _published(request, number)
    old, sees_pay = selectors.before(version), request.user.has_perm(Can.SEE_PAY)
    new = read_handbook(version.tree)
    readers = selectors.readers_of(version)
    context = {
        "version": version,
        "comparison": selectors.compare(old, new, sees_pay=sees_pay) if old else None,
        "readers": readers,
        "read": sum(bool(read) for _, read in readers),
    }
    return render(request, "org/edition.html", context)


@allowed(Can.READ_HANDBOOK)
@require_POST
def acknowledge_edition(request: StaffRequest, number: int) -> HttpResponse:
    version = _published(request, number)
    try:
        acknowledge(version, by=request.user, at=timezone.now())
    except CannotEditHandbookError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Noted: you have read this edition."))
    return redirect("org:show-handbook")


@allowed(Can.READ_HANDBOOK)
def export_docx(request: StaffRequest, number: int) -> HttpResponse:
    version = _published(request, number)
    sees_pay = request.user.has_perm(Can.SEE_PAY)
    content = handbook_docx(read_handbook(version.tree), edition=number, sees_pay=sees_pay)
    note_export(version, "docx", by=request.user, at=timezone.now())
    answer = HttpResponse(content, content_type=DOCX)
    answer["Content-Disposition"] = f'attachment; filename="handbook-{number}.docx"'
    return answer


@allowed(Can.READ_HANDBOOK)
def export_pdf(request: StaffRequest, number: int) -> HttpResponse:
    version = _published(request, number)
    note_export(version, "pdf", by=request.user, at=timezone.now())
    context = _context(request, version)
    if not can_make_pdf():
        return render(request, "org/handbook_print.html", context)
    content = pdf_of(request, "org/handbook_print.html", context, "org/print.css")
    return pdf_response(content, f"handbook-{number}")


@allowed(Can.EDIT_HANDBOOK)
def export_yaml(request: StaffRequest, number: int) -> HttpResponse:
    """The whole tree, pay bands too: for those who edit it."""
    version = _published(request, number)
    note_export(version, "yaml", by=request.user, at=timezone.now())
    answer = HttpResponse(write_yaml(version.tree), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="handbook-{number}.yaml"'
    return answer

from django.contrib import messages
from django.db.models import Count
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhanggui.books import services
from zhanggui.books.forms import ReverseForm
from zhanggui.books.models import ExportFile, Voucher
from zhanggui.books.permissions import Can
from zhanggui.books.selectors import drawn, file_name
from zhanggui.books.views.lists import VOUCHERS, vouchers_with_names
from zhanggui.core.lists import render_list
from zhanggui.core.permissions import allowed
from zhanggui.journal.models import Entry
from zhanggui.org.http import StaffRequest

EXPORTS_SHOWN = 50


@allowed(Can.VIEW)
def voucher_list(request: StaffRequest) -> HttpResponseBase:
    vouchers = vouchers_with_names(Voucher.objects.visible_to(request.user))
    return render_list(request, VOUCHERS, vouchers, template="books/voucher_list.html")


@allowed(Can.VIEW)
def voucher_detail(request: StaffRequest, pk: int) -> HttpResponse:
    related = ("shop", "made_by", "reverses", "period", "export_row__file")
    vouchers = Voucher.objects.visible_to(request.user).select_related(*related)
    voucher = get_object_or_404(vouchers, pk=pk)
    context = {
        "voucher": voucher,
        "lines": voucher.lines.select_related("account", "sku").order_by("pk"),
        "red": Voucher.objects.filter(reverses=voucher).first(),
        "entries": Entry.objects.about(voucher).select_related("actor").order_by("-pk"),
    }
    return render(request, "books/voucher.html", context)


@allowed(Can.CORRECT)
def reverse_voucher(request: StaffRequest, pk: int) -> HttpResponse:
    voucher = get_object_or_404(Voucher.objects.visible_to(request.user), pk=pk)
    form = ReverseForm(request.POST or None)
    if form.is_valid():
        now = timezone.now()
        try:
            services.reverse_voucher(
                voucher_id=pk, note=form.cleaned_data["note"], by=request.user, at=now
            )
        except services.CannotReverseError as error:
            form.add_error("note", str(error))
        else:
            return _reversed(request, voucher, repost=form.cleaned_data["repost"])
    context = {
        "form": form,
        "title": _("Reverse %(voucher)s") % {"voucher": voucher.name},
        "act": _("Reverse in red"),
        "text": _("A red voucher with today's date undoes it; nothing is changed or deleted."),
        "danger": True,
        "back": reverse("books:voucher", args=[pk]),
    }
    return render(request, "core/form.html", context)


def _reversed(request: StaffRequest, voucher: Voucher, *, repost: bool) -> HttpResponse:
    messages.success(request, _("%(voucher)s is reversed") % {"voucher": voucher.name})
    if not repost:
        return redirect("books:voucher", voucher.pk)
    [posted] = services.post_sales(
        order_ids=[voucher.document_id], by=request.user, at=timezone.now()
    )
    if posted.voucher is None:
        messages.warning(request, posted.problem)
        return redirect("books:voucher", voucher.pk)
    return redirect("books:voucher", posted.voucher.pk)


@allowed(Can.EXPORT)
def exports(request: StaffRequest) -> HttpResponse:
    files = ExportFile.objects.visible_to(request.user).select_related("made_by")
    counted = files.annotate(vouchers=Count("rows")).order_by("-pk")[:EXPORTS_SHOWN]
    waiting = Voucher.objects.visible_to(request.user).filter(export_row=None).count()
    return render(request, "books/exports.html", {"files": counted, "waiting": waiting})


@allowed(Can.EXPORT)
@require_POST
def make_export(request: StaffRequest) -> HttpResponse:
    try:
        services.make_export_file(by=request.user, at=timezone.now())
    except services.CannotExportError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The file is ready to be downloaded"))
    return redirect("books:exports")


@allowed(Can.EXPORT)
def download_export(request: StaffRequest, pk: int) -> FileResponse:
    file = get_object_or_404(ExportFile.objects.visible_to(request.user), pk=pk)
    return FileResponse(drawn(file), as_attachment=True, filename=file_name(file))

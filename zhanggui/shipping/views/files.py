from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhanggui.core.permissions import allowed
from zhanggui.org.http import StaffRequest
from zhanggui.shipping import services
from zhanggui.shipping.forms import TemplateForms
from zhanggui.shipping.models import TOLD_BY_FILE, DispatchFile, Parcel
from zhanggui.shipping.permissions import Can
from zhanggui.shipping.rules import cells_of
from zhanggui.shipping.selectors import columns_of, drawn, file_name, sample_facts
from zhanggui.shops.models import Shop

PAGE = 30
TYPES = {
    "csv": "text/csv; charset=gb18030",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def told_shops(request: StaffRequest) -> list[Shop]:
    """Return the shops whose platform takes a file, each with how many parcels wait for one."""
    untold = Parcel.objects.untold().values_list("order__shop").annotate(n=Count("pk"))
    counts = dict(untold.order_by())
    shops = Shop.objects.visible_to(request.user).filter(platform__in=TOLD_BY_FILE)
    found = list(shops.order_by("name"))
    for shop in found:
        shop.untold = counts.get(shop.pk, 0)  # type: ignore[attr-defined]
    return found


@allowed(Can.VIEW_FILES)
def dispatch_files(request: StaffRequest) -> HttpResponse:
    files = (
        DispatchFile.objects.visible_to(request.user)
        .select_related("shop", "made_by", "sent_by")
        .annotate(parcels=Count("rows"))
        .order_by("-made_at", "-pk")
    )
    page = Paginator(files, PAGE).get_page(request.GET.get("page"))
    context = {"files": page, "shops": told_shops(request)}
    return render(request, "shipping/dispatch_files.html", context)


@allowed(Can.TELL)
@require_POST
def make_file(request: StaffRequest, pk: int) -> HttpResponse:
    shop = get_object_or_404(Shop.objects.visible_to(request.user), pk=pk)
    try:
        file = services.make_dispatch_file(shop_id=shop.pk, by=request.user, at=timezone.now())
    except services.CannotMakeFileError as error:
        messages.error(request, str(error))
    else:
        text = _("File %(number)s is ready: download it and hand it to the platform")
        messages.success(request, text % {"number": file.pk})
    return redirect("shipping:dispatch-files")


@allowed(Can.VIEW_FILES)
def download_file(request: StaffRequest, pk: int) -> FileResponse:
    files = DispatchFile.objects.visible_to(request.user).select_related("shop")
    file = get_object_or_404(files, pk=pk)
    content = BytesIO(drawn(file))
    return FileResponse(
        content,
        as_attachment=True,
        filename=file_name(file),
        content_type=TYPES[file.file_format],
    )


@allowed(Can.TELL)
@require_POST
def mark_sent(request: StaffRequest, pk: int) -> HttpResponse:
    file = get_object_or_404(DispatchFile.objects.visible_to(request.user), pk=pk)
    services.mark_file_sent(file_id=file.pk, by=request.user, at=timezone.now())
    messages.success(request, _("Noted: the platform was told"))
    return redirect("shipping:dispatch-files")


def preview_of(shop: Shop, editor: TemplateForms) -> dict[str, Any]:
    """Return the head and some rows of a file as the editor stands now."""
    columns = editor.columns if editor.is_bound and editor.is_valid() else columns_of(shop)[0]
    rows = [cells_of(columns, facts) for facts in sample_facts(shop)]
    return {"head": [heading for heading, _field in columns], "rows": rows}


@allowed(Can.EDIT_TEMPLATE)
def edit_template(request: StaffRequest, pk: int) -> HttpResponse:
    shop = get_object_or_404(Shop.objects.visible_to(request.user), pk=pk)
    editor = TemplateForms(request.POST or None, *columns_of(shop))
    problem = ""
    if request.method == "POST" and editor.is_valid():
        try:
            services.save_template(
                shop_id=shop.pk,
                columns=editor.columns,
                file_format=editor.file_format,
                by=request.user,
                at=timezone.now(),
            )
        except services.CannotSaveTemplateError as error:
            problem = str(error)
        else:
            messages.success(request, _("The template is saved; the next file follows it"))
            return redirect("shipping:edit-template", shop.pk)
    context = {"shop": shop, "editor": editor, "problem": problem, **preview_of(shop, editor)}
    return render(request, "shipping/template.html", context)


@allowed(Can.EDIT_TEMPLATE)
@require_POST
def preview_template(request: StaffRequest, pk: int) -> HttpResponse:
    shop = get_object_or_404(Shop.objects.visible_to(request.user), pk=pk)
    editor = TemplateForms(request.POST, *columns_of(shop))
    return render(request, "shipping/template_preview.html", preview_of(shop, editor))

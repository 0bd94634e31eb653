from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhanggui.core.permissions import SIGNED_IN, open_to
from zhanggui.desk import services
from zhanggui.desk.models import SavedView
from zhanggui.desk.views.desk import back_to
from zhanggui.org.http import StaffRequest


@open_to(SIGNED_IN)
@require_POST
def save_view(request: StaffRequest) -> HttpResponse:
    try:
        view = services.save_view(
            by=request.user,
            list_code=request.POST.get("list", "")[:80],
            name=request.POST.get("name", ""),
            query=request.POST.get("query", ""),
            is_shared=request.POST.get("shared") == "1",
        )
    except services.CannotSaveViewError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The view “%(name)s” is kept") % {"name": view.name})
    return back_to(request)


@open_to(SIGNED_IN)
@require_POST
def delete_view(request: StaffRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(SavedView, pk=pk, user=request.user)
    view.delete()
    messages.success(request, _("The view “%(name)s” is gone") % {"name": view.name})
    return back_to(request)


@open_to(SIGNED_IN)
@require_POST
def choose_columns(request: StaffRequest) -> HttpResponse:
    services.choose_columns(
        by=request.user,
        list_code=request.POST.get("list", "")[:80],
        columns=request.POST.get("cols", ""),
    )
    return back_to(request)

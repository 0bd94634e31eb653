from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from zhanggui.core.frame import forget
from zhanggui.core.lists import BulkAct, Column, Kind, Preset, RowList, chosen, render_list
from zhanggui.core.permissions import SIGNED_IN, open_to
from zhanggui.desk import services
from zhanggui.desk.models import Notice
from zhanggui.org.http import StaffRequest

NOTICES = RowList(
    code="desk.notices",
    title=_("Notices"),
    default_sort="-created_at",
    columns=(
        Column("sentence", _("What"), link=True),
        Column("created_at", _("When"), Kind.MOMENT, sort="created_at"),
        Column("read_at", _("Read"), Kind.MOMENT),
    ),
    presets=(
        Preset("unread", _("Unread"), Q(read_at=None)),
        Preset("all", _("All"), counted=False),
    ),
    acts=(BulkAct("read", _("Mark as read"), "desk:mark-read", ""),),
    opens=lambda notice: reverse("desk:open-notice", args=[notice.pk]),
    export=False,
    empty_title=_("Nothing new"),
    empty_text=_("What you should know shows up here: a finished import, an order held, a form."),
)


@open_to(SIGNED_IN)
def list_notices(request: StaffRequest) -> HttpResponseBase:
    return render_list(request, NOTICES, Notice.objects.visible_to(request.user))


@open_to(SIGNED_IN)
def open_notice(request: StaffRequest, pk: int) -> HttpResponse:
    """Mark the notice as read and go to what it is about."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    services.mark_read(Notice.objects.filter(pk=notice.pk), at=timezone.now())
    forget(request.user)
    return redirect(notice.url)


@open_to(SIGNED_IN)
@require_POST
def mark_read(request: StaffRequest) -> HttpResponse:
    rows = chosen(request, NOTICES, Notice.objects.visible_to(request.user))
    count = services.mark_read(Notice.objects.filter(pk__in=rows), at=timezone.now())
    forget(request.user)
    text = ngettext("%(n)s notice is read", "%(n)s notices are read", count)
    messages.success(request, text % {"n": count})
    return redirect("desk:notices")

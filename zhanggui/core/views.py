from django.contrib import messages
from django.contrib.auth.models import Permission
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhanggui.core.help import INDEX, help_page, help_pages
from zhanggui.core.lists import chosen, confirm_many, render_list
from zhanggui.core.permissions import EVERYBODY, SIGNED_IN, open_to
from zhanggui.core.specimen import SPECIMENS, next_progress, specimen


@open_to(EVERYBODY)
def read_help(request: HttpRequest, slug: str = INDEX) -> HttpResponse:
    """Show a page of the guide; as a bare fragment when it opens beside another page."""
    page = help_page(slug)
    if page is None:
        raise Http404
    fragment = request.headers.get("HX-Target") == "drawer-body"
    template = "core/help/page.html" if fragment else "core/help/whole.html"
    return render(request, template, {"page": page, "pages": help_pages()})


@open_to(SIGNED_IN)
def show_components(request: HttpRequest) -> HttpResponseBase:
    """Show every component with its states: the house's own pattern book."""
    rows = Permission.objects.select_related("content_type")
    context = specimen(request)
    return render_list(
        request, SPECIMENS, rows, template="core/specimen/page.html", context=context
    )


@open_to(SIGNED_IN)
@require_POST
def act_on_specimens(request: HttpRequest) -> HttpResponse:
    """Do nothing to the chosen rows, after asking, as a bulk act does."""
    rows = chosen(request, SPECIMENS, Permission.objects.select_related("content_type"))
    if not request.POST.get("confirmed"):
        return confirm_many(
            request,
            rows,
            title=_("Let them go?"),
            text=_("Nothing happens: this is the pattern book."),
            act=_("Let them go"),
            back="/ui/",
            danger=True,
        )
    messages.success(request, _("%(count)s rows were let go") % {"count": rows.count()})
    return redirect("core:show-components")


@open_to(SIGNED_IN)
def show_progress(request: HttpRequest) -> HttpResponse:
    """Answer the pattern book's progress bar, one step further each time."""
    return render(request, "core/progress.html", {"progress": next_progress(request)})

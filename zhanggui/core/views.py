from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from zhanggui.core.help import INDEX, help_page, help_pages
from zhanggui.core.permissions import EVERYBODY, SIGNED_IN, open_to
from zhanggui.core.specimen import specimen, specimen_progress


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
def show_components(request: HttpRequest) -> HttpResponse:
    """Show every component with its states: the house's own pattern book."""
    return render(request, "core/specimen/page.html", specimen(request))


@open_to(SIGNED_IN)
def show_progress(request: HttpRequest) -> HttpResponse:
    """Answer the pattern book's progress bar, one step further each time."""
    return render(request, "core/progress.html", specimen_progress(request))

"""What a list view answers: the page, the part that htmx swaps, or a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import content_disposition_header

from zhanggui.core.lists.files import csv_lines, rows_of, xlsx_file
from zhanggui.core.lists.page import TOTAL_CAP, ListPage, count_up_to
from zhanggui.core.lists.spec import Kind, RowList
from zhanggui.core.periods import day_of

SHOWN_BEFORE_ACT = 12
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def render_list(
    request: HttpRequest,
    spec: RowList,
    queryset: QuerySet[Any],
    *,
    template: str = "core/list.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse | StreamingHttpResponse:
    """Answer a list screen. `queryset` holds what the person may see, with its select_related."""
    page = ListPage(spec, request, queryset)
    if (export := request.GET.get("export", "")) in {"xlsx", "csv"}:
        return _export(page, export)
    fragment = request.headers.get("HX-Target") == "list"
    return render(
        request,
        "core/list/body.html" if fragment else template,
        {"list": page, **(context or {})},
    )


def _export(page: ListPage, kind: str) -> HttpResponse | StreamingHttpResponse:
    if not page.may_export:
        raise PermissionDenied
    spec = page.spec
    if spec.exported:
        spec.exported(page.request, count_up_to(page.found, 10_000_000).number)
    columns = [column for column in page.columns if column.kind != Kind.PICTURE]
    head = [f"{c.label}（{c.unit}）" if c.unit else str(c.label) for c in columns]
    rows = rows_of(page.ordered, columns)
    name = f"{spec.title}-{day_of(timezone.now())}.{kind}"
    if kind == "xlsx":
        widths = [24 if column.kind == Kind.CODE else 16 for column in columns]
        file = xlsx_file(str(spec.title), head, rows, widths)
        return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    response = StreamingHttpResponse(csv_lines(head, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = str(
        content_disposition_header(as_attachment=True, filename=name)
    )
    return response


def chosen(request: HttpRequest, spec: RowList, queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Return the rows that the person ticked and posted, of those in `queryset`.

    "All that match" is the list's own query again, as the person saw it. `queryset` holds what
    the person may see; a foreign id falls out.
    """
    if request.POST.get("all") == "1":
        page = ListPage(spec, request, queryset)
        page.query = QueryDict(request.POST.get("query", ""))
        return page.found
    key = queryset.model._meta.pk
    ids = []
    for text in request.POST.getlist("ids"):
        try:
            ids.append(key.to_python(text))
        except ValidationError:
            continue
    return queryset.filter(pk__in=ids)


def confirm_many(
    request: HttpRequest,
    rows: QuerySet[Any],
    *,
    title: str | Promise,
    text: str | Promise,
    act: str | Promise,
    back: str,
    facts: Sequence[tuple[str, str]] = (),
    danger: bool = False,
    form: Any = None,
) -> HttpResponse:
    """Show what an act on many rows will touch, and post the same choice again with confirmed=1."""
    count = count_up_to(rows, TOTAL_CAP)
    sample = list(rows[:SHOWN_BEFORE_ACT])
    kept = [(n, v) for n in ("ids", "all", "query") for v in request.POST.getlist(n)]
    return render(
        request,
        "core/confirm.html",
        {
            "title": title,
            "text": text,
            "act": act,
            "back": back,
            "facts": facts,
            "danger": danger,
            "form": form,
            "rows": sample,
            "more": count.number - len(sample),
            "keep": kept,
            "action": request.get_full_path(),
        },
    )

"""Orders to post: the list, the voucher that each would make, posting one or many."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhanggui.books import services
from zhanggui.books.jobs import BATCH, POST_SALES
from zhanggui.books.models import Voucher
from zhanggui.books.permissions import Can
from zhanggui.books.selectors import SaleDraft, draft_sales, posting_lines, unposted
from zhanggui.books.selectors.sales import ORDER
from zhanggui.books.views.lists import ENTRIES
from zhanggui.core.lists import chosen, render_list
from zhanggui.core.permissions import allowed
from zhanggui.jobs.services import enqueue
from zhanggui.orders.models import Order
from zhanggui.org.http import StaffRequest

# So many drafts are looked at before a bulk posting; beyond, the total is that of the orders.
SHOWN, SUMMED = 30, 2000


@allowed(Can.POST)
def entries(request: StaffRequest) -> HttpResponseBase:
    orders = unposted(request.user).select_related("shop")
    return render_list(request, ENTRIES, orders, template="books/entries.html")


@allowed(Can.POST)
def sale(request: StaffRequest, pk: int) -> HttpResponse:
    orders = Order.objects.visible_to(request.user).select_related("shop")
    order = get_object_or_404(orders, pk=pk)
    live = Voucher.objects.live().filter(document_type=ORDER, document_id=order.pk).first()
    if live:
        return redirect("books:voucher", live.pk)
    [draft] = draft_sales([order])
    context = {"order": order, "draft": draft, "lines": posting_lines(draft)}
    return render(request, "books/sale.html", context)


@allowed(Can.POST)
@require_POST
def post_sales(request: StaffRequest) -> HttpResponse:
    orders = chosen(request, ENTRIES, unposted(request.user))
    if request.POST.get("confirmed") == "1":
        return _post(request, list(orders.values_list("pk", flat=True)))
    found = list(orders.select_related("shop").order_by("shipped_at", "pk")[: SUMMED + 1])
    drafts = draft_sales(found[:SUMMED])
    context = {
        "drafts": drafts[:SHOWN],
        "more": max(len(drafts) - SHOWN, 0),
        "count": orders.count() if len(found) > SUMMED else len(found),
        "sums": sums_of(drafts) if len(found) <= SUMMED else None,
        "refused": sum(bool(draft.problem) for draft in drafts),
        "keep": [(n, v) for n in ("ids", "all", "query") for v in request.POST.getlist(n)],
    }
    return render(request, "books/post_sales.html", context)


def sums_of(drafts: Sequence[SaleDraft]) -> dict[str, int]:
    """Add up what these vouchers would post, by the role of the account."""
    sums: dict[str, int] = {}
    for draft in drafts:
        for role, fen in draft.totals.items():
            sums[role] = sums.get(role, 0) + fen
    return sums


def _post(request: StaffRequest, ids: list[int]) -> HttpResponse:
    now = timezone.now()
    if len(ids) > BATCH:
        job = enqueue(POST_SALES.code, by=request.user, at=now, orders=ids)
        return redirect("jobs:show", job.pk)
    results = services.post_sales(order_ids=ids, by=request.user, at=now)
    good = sum(one.voucher is not None for one in results)
    if good:
        messages.success(request, _("%(count)s orders posted") % {"count": good})
    for one in [one for one in results if one.voucher is None][:5]:
        messages.error(request, f"{one.order.number}：{one.problem}")
    return redirect("books:entries")

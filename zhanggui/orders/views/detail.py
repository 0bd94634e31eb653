from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from zhanggui.core.panels import panels_for
from zhanggui.core.permissions import allowed
from zhanggui.orders.models import Order
from zhanggui.orders.permissions import Can
from zhanggui.orders.selectors.showing import (
    orders_with_goods,
    other_orders,
    raw_rows,
    shown_state,
    state_tone,
)
from zhanggui.org.http import StaffRequest

TABS = (("goods", _("Goods")), ("raw", _("As received")))


def found_order(request: StaffRequest, pk: int) -> Order:
    """Return an order that the person may see, with its goods and what stops it.

    :raises Http404: if there is none
    """
    return get_object_or_404(orders_with_goods(request.user).select_related("contact"), pk=pk)


@allowed(Can.SEE)
def show_order(request: StaffRequest, pk: int) -> HttpResponse:
    order = found_order(request, pk)
    tab = "raw" if request.GET.get("tab") == "raw" else "goods"
    context = {
        "order": order,
        "tab": tab,
        "tabs": TABS,
        "state": shown_state(order),
        "tone": state_tone(order),
        "raws": raw_rows(order) if tab == "raw" else (),
        "others": other_orders(order, request.user),
        "panels": panels_for("orders.order", request, order),
    }
    return render(request, "orders/detail.html", context)

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from zhanggui.books.models import Voucher, VoucherState
from zhanggui.books.permissions import Can
from zhanggui.books.selectors.sales import ORDER
from zhanggui.core.panels import Panel, declare
from zhanggui.orders.models import Order


def vouchers_of(_request: HttpRequest, order: Order) -> Mapping[str, Any] | None:
    """Return the vouchers of an order; of one that left without, that it waits to be posted."""
    vouchers = Voucher.objects.filter(document_type=ORDER, document_id=order.pk)
    found = list(vouchers.select_related("made_by").order_by("pk"))
    if not found and order.shipped_at is None:
        return None
    is_posted = any(voucher.state == VoucherState.LIVE for voucher in found)
    return {"order": order, "vouchers": found, "waits": order.shipped_at and not is_posted}


declare(
    Panel(
        code="books.vouchers",
        place="orders.order",
        label=_("Vouchers"),
        permission=Can.VIEW,
        template="books/order_panel.html",
        context=vouchers_of,
        rank=60,
    )
)

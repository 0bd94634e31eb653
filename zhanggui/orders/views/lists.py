from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhanggui.core.lists import BulkAct, Column, Kind, Preset, RowList, render_list
from zhanggui.core.periods import day_of, midnight
from zhanggui.core.permissions import allowed
from zhanggui.orders import services
from zhanggui.orders.forms import HoldFilter, OrderFilter
from zhanggui.orders.models import HoldKind, Order, OrderHold, OrderState
from zhanggui.orders.permissions import Can
from zhanggui.orders.selectors.finding import find_orders
from zhanggui.orders.selectors.showing import (
    HOLD_TONES,
    goods_in_words,
    masked_buyer,
    orders_with_goods,
    remark,
    shown_state,
    state_tone,
    url_of,
)
from zhanggui.org.http import StaffRequest

TO_SHIP = Q(state=OrderState.TO_SHIP, open_holds=0)


def due_today(_request: HttpRequest) -> Q:
    """Match what must leave before tonight's midnight, or should have left already."""
    tonight = midnight(day_of(timezone.now()) + timedelta(days=1))
    return TO_SHIP & Q(ship_by__lt=tonight)


def open_holds(*kinds: HoldKind) -> Q:
    held = OrderHold.objects.filter(kind__in=kinds, cleared_at=None)
    return Q(pk__in=held.values("order_id"))


def note_export(request: Any, count: int) -> None:
    services.note_export(by=request.user, at=timezone.now(), count=count)


ORDERS = RowList(
    code="orders.list",
    title=_("Orders"),
    default_sort="-ordered_at",
    columns=(
        Column("number", _("Order number"), Kind.CODE, link=True),
        Column("shop.name", _("Shop")),
        Column("buyer", _("Buyer"), value=masked_buyer),
        Column("goods", _("Goods"), value=goods_in_words, cell="orders/_goods.html"),
        Column("paid_fen", _("Paid"), Kind.MONEY, unit=_("yuan"), total=True),
        Column("shown_state", _("State"), Kind.STATE, value=shown_state, tone=state_tone),
        Column("ship_by", _("Ship by"), Kind.DUE, value=lambda row: row.due_at, sort="ship_by"),
        Column("remark", _("Note"), value=remark, clip=True),
        Column("ordered_at", _("Ordered"), Kind.MOMENT, sort="ordered_at", shown=False),
        Column("paid_at", _("Paid at"), Kind.MOMENT, sort="paid_at", shown=False),
        Column("shipped_at", _("Shipped"), Kind.MOMENT, sort="shipped_at", shown=False),
        Column("freight_fen", _("Freight"), Kind.MONEY, unit=_("yuan"), shown=False),
    ),
    presets=(
        Preset("all", _("All")),
        Preset("to-ship", _("To ship"), TO_SHIP, sort="ship_by"),
        Preset("due", _("Due today"), due_today, sort="ship_by", late=True),
        Preset("short", _("Short"), open_holds(HoldKind.SHORTAGE), sort="ship_by"),
        Preset("held", _("Held"), Q(state=OrderState.TO_SHIP, open_holds__gt=0), sort="ship_by"),
        Preset("shipped", _("Shipped"), Q(state=OrderState.SHIPPED), sort="-shipped_at"),
    ),
    filters=OrderFilter,
    search=find_orders,
    search_hint=_("Order number or its end, phone or last four, buyer, merchant code"),
    acts=(BulkAct("clear", _("Clear holds"), "orders:clear-many", Can.CLEAR_HOLD),),
    opens=url_of,
    export_permission=Can.EXPORT,
    exported=note_export,
    empty_title=_("No orders yet"),
    empty_text=_("Import the order files of the seller centre, or enter an order by hand."),
)

HOLDS = RowList(
    code="orders.holds",
    title=_("Held orders"),
    default_sort="opened_at",
    columns=(
        Column("order.number", _("Order number"), Kind.CODE, link=True),
        Column("order.shop.name", _("Shop")),
        Column("kind", _("Reason"), Kind.STATE, tone=HOLD_TONES),
        Column("detail", _("Detail"), clip=True),
        Column("line.title", _("Goods"), clip=True),
        Column("opened_at", _("Since"), Kind.MOMENT, sort="opened_at"),
        Column("order.ship_by", _("Ship by"), Kind.DUE, sort="order__ship_by"),
    ),
    presets=(
        Preset("all", _("All")),
        Preset("codes", _("Unknown codes"), Q(kind=HoldKind.UNKNOWN_SKU)),
        Preset("short", _("Short"), Q(kind=HoldKind.SHORTAGE)),
        Preset("amounts", _("Amounts"), Q(kind=HoldKind.AMOUNT)),
        Preset("refunds", _("Refunds"), Q(kind=HoldKind.REFUND)),
        Preset("others", _("By hand"), Q(kind__in=(HoldKind.MANUAL, HoldKind.PLATFORM))),
    ),
    filters=HoldFilter,
    search=lambda rows, text: rows.filter(Q(detail=text) | Q(order__number=text)),
    search_hint=_("Order number or merchant code"),
    acts=(BulkAct("clear", _("Clear holds"), "orders:clear-holds", Can.CLEAR_HOLD),),
    opens=lambda hold: url_of(hold.order),
    export_permission=Can.EXPORT,
    exported=note_export,
    empty_title=_("Nothing is held"),
    empty_text=_("An order is held when a code is unknown, stock is short or amounts differ."),
)


ACT = Column("act", _("Act"), value=lambda hold: hold.pk, cell="orders/_hold_act.html")
# For those whose duty it is to mend them.
HOLDS_TO_MEND = replace(HOLDS, columns=(*HOLDS.columns, ACT))


def visible_holds(request: StaffRequest) -> QuerySet[OrderHold]:
    """Return the open holds of the orders that the person may see."""
    seen = Order.objects.visible_to(request.user)
    return OrderHold.objects.filter(cleared_at=None, order__in=seen)


@allowed(Can.SEE)
def list_orders(request: StaffRequest) -> HttpResponseBase:
    rows = orders_with_goods(request.user)
    return render_list(request, ORDERS, rows, template="orders/list.html")


@allowed(Can.SEE)
def list_holds(request: StaffRequest) -> HttpResponseBase:
    rows = visible_holds(request).select_related("order__shop", "line")
    spec = HOLDS_TO_MEND if request.user.has_perms((Can.CLEAR_HOLD, Can.MATCH_CODE)) else HOLDS
    return render_list(request, spec, rows, template="orders/holds.html")

"""The lists of the app: what waits for a number, and the parcels."""

from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhanggui.core.lists import BulkAct, Column, Kind, Preset, RowList
from zhanggui.core.periods import day_of, midnight
from zhanggui.orders.models import Order
from zhanggui.shipping.forms import ParcelFilter
from zhanggui.shipping.models import TOLD_BY_FILE, Parcel, ParcelState
from zhanggui.shipping.permissions import Can


def today(_request: HttpRequest) -> Q:
    return Q(entered_at__gte=midnight(day_of(timezone.now())))


def mine(request: HttpRequest) -> Q:
    return Q(entered_by=request.user.pk)


def search_parcels(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Find by the beginning of the tracking number or of the order's."""
    word = text.strip().upper()
    return rows.filter(Q(number__startswith=word) | Q(order__number__startswith=word))


def told(parcel: Parcel) -> str:
    if parcel.order.shop.platform not in TOLD_BY_FILE or not parcel.is_live:
        return "—"
    return gettext("told") if getattr(parcel, "is_told", None) else gettext("not told yet")


UNTOLD = Q(is_told=None, order__shop__platform__in=TOLD_BY_FILE) & ~Q(state=ParcelState.VOID)

PARCELS = RowList(
    code="parcels",
    title=_("Parcels"),
    default_sort="-entered_at",
    columns=(
        Column("number", _("Tracking number"), Kind.CODE, link=True),
        Column("carrier.name", _("Carrier")),
        Column("order.number", _("Order number"), Kind.CODE),
        Column("order.shop.name", _("Shop")),
        Column(
            "state",
            _("State"),
            Kind.STATE,
            tone={ParcelState.SHIPPED: "good", ParcelState.VOID: "off"},
        ),
        Column("told", _("Platform told"), value=told),
        Column("entered_by", _("Entered by")),
        Column("entered_at", _("Entered"), Kind.MOMENT, sort="entered_at"),
        Column("due_at", _("Due"), Kind.MOMENT, shown=False),
    ),
    presets=(
        Preset("all", _("All"), counted=False),
        Preset("today", _("Today"), today),
        Preset("mine", _("Entered by me"), mine, counted=False),
        Preset(
            "untold",
            _("Platform not told"),
            Q(is_told=None, order__shop__platform__in=TOLD_BY_FILE) & ~Q(state=ParcelState.VOID),
        ),
        Preset("late", _("Entered late"), Q(entered_at__gt=F("due_at"))),
        Preset("void", _("Void"), Q(state=ParcelState.VOID)),
    ),
    filters=ParcelFilter,
    search=search_parcels,
    search_hint=_("Tracking number or order number"),
    opens=lambda parcel: reverse("shipping:parcel", args=[parcel.pk]),
    empty_title=_("No parcels yet"),
    empty_text=_("A parcel appears here when its tracking number is entered."),
)


def late_orders(_request: HttpRequest) -> Q:
    return Q(ship_by__lt=timezone.now())


def due_today(_request: HttpRequest) -> Q:
    now = timezone.now()
    return Q(ship_by__gte=now, ship_by__lt=midnight(day_of(now)) + timedelta(days=1))


def search_orders(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Find by the beginning of the order's number, its last four, or a merchant code."""
    word = text.strip()
    found = Q(number__startswith=word) | Q(number_tail=word)
    by_code = Order.objects.filter(lines__merchant_code__iexact=word).values("pk")
    return rows.filter(found | Q(pk__in=by_code))


def goods(order: Order) -> str:
    """Write the open lines of an order (prefetched) in words."""
    lines = [line for line in order.lines.all() if not line.is_closed]
    return "、".join(f"{line.merchant_code or line.title} ×{line.quantity}" for line in lines)


WAITING = RowList(
    code="orders-without-number",
    title=_("Orders without a tracking number"),
    default_sort="ship_by",
    columns=(
        Column("number", _("Order number"), Kind.CODE, link=True),
        Column("shop.name", _("Shop")),
        Column("goods", _("Goods"), value=goods, clip=True),
        Column("paid_fen", _("Paid"), Kind.MONEY, unit=_("yuan"), total=True),
        Column("paid_at", _("Paid at"), Kind.MOMENT, sort="paid_at"),
        Column("ship_by", _("Ship by"), Kind.DUE, sort="ship_by"),
    ),
    presets=(
        Preset("all", _("All")),
        Preset("late", _("Overdue"), late_orders, late=True),
        Preset("today", _("Due today"), due_today),
    ),
    search=search_orders,
    search_hint=_("Order number, its last four digits, or merchant code"),
    acts=(
        BulkAct(
            "sheet", _("Put on the entry sheet"), "shipping:add-orders", Can.ENTER, primary=True
        ),
    ),
    opens=lambda order: reverse("shipping:enter-parcel", args=[order.pk]),
    empty_title=_("Every order that may leave has its number"),
)

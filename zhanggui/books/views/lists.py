"""The lists of the app: orders to post, and vouchers."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhanggui.books.forms import VoucherFilter
from zhanggui.books.models import Voucher, VoucherState
from zhanggui.books.permissions import Can
from zhanggui.books.rules import GRACE, due_at
from zhanggui.core.lists import BulkAct, Column, Kind, Preset, RowList
from zhanggui.core.periods import day_of, midnight


def today(_request: HttpRequest) -> Q:
    return Q(shipped_at__gte=midnight(day_of(timezone.now())))


def late(_request: HttpRequest) -> Q:
    now = timezone.now()
    return Q(shipped_at__lt=min(midnight(day_of(now)), now - GRACE))


def search_orders(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    word = text.strip()
    return rows.filter(Q(number__startswith=word) | Q(number_tail=word))


ENTRIES = RowList(
    code="sales-to-post",
    title=_("ERP entries"),
    default_sort="shipped_at",
    columns=(
        Column("number", _("Order number"), Kind.CODE, link=True),
        Column("shop.name", _("Shop")),
        Column("paid_fen", _("Paid"), Kind.MONEY, unit=_("yuan"), total=True),
        Column("state", _("State"), Kind.STATE, tone={"SHIPPED": "good", "FINISHED": "good"}),
        Column("shipped_at", _("Shipped at"), Kind.MOMENT, sort="shipped_at"),
        Column("due_at", _("To be posted by"), Kind.DUE, value=lambda o: due_at(o.shipped_at)),
    ),
    presets=(
        Preset("all", _("To post")),
        Preset("today", _("Shipped today"), today),
        Preset("late", _("Overdue"), late, late=True),
    ),
    search=search_orders,
    search_hint=_("Order number or its last four digits"),
    acts=(BulkAct("post", _("Post"), "books:post-sales", Can.POST, primary=True),),
    opens=lambda order: reverse("books:sale", args=[order.pk]),
    empty_title=_("Every shipped order is posted"),
    empty_text=_("An order appears here when it is shipped."),
)


def search_vouchers(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Find by the document's number, or by the voucher's own (记-0042 or 42)."""
    word = text.strip().removeprefix("记-")
    found = Q(document_number__startswith=word)
    return rows.filter(found | Q(number=int(word)) if word.isdigit() and len(word) < 9 else found)


VOUCHERS = RowList(
    code="vouchers",
    title=_("Vouchers"),
    default_sort="-date",
    columns=(
        Column("date", _("Date"), Kind.DATE, sort="date"),
        Column("name", _("Voucher number"), Kind.CODE, link=True),
        Column("document_number", _("Document"), Kind.CODE),
        Column("shop.name", _("Shop")),
        Column("receivable_fen", _("Receivable"), Kind.MONEY, unit=_("yuan"), total=True),
        Column(
            "state",
            _("State"),
            Kind.STATE,
            tone={
                VoucherState.LIVE: "good",
                VoucherState.REVERSED: "off",
                VoucherState.RED: "late",
            },
        ),
        Column("reason", _("Reason")),
        Column("made_by", _("Made by")),
        Column("made_at", _("Made"), Kind.MOMENT, sort="made_at"),
    ),
    presets=(
        Preset("all", _("All"), counted=False),
        Preset("unexported", _("Not exported"), Q(export_row=None)),
        Preset("red", _("Red"), Q(state=VoucherState.RED)),
    ),
    filters=VoucherFilter,
    search=search_vouchers,
    search_hint=_("Order number or voucher number"),
    opens=lambda voucher: reverse("books:voucher", args=[voucher.pk]),
    empty_title=_("No vouchers yet"),
    empty_text=_("A voucher appears here when a shipped order is posted."),
)


def vouchers_with_names(vouchers: QuerySet[Voucher]) -> QuerySet[Voucher]:
    return vouchers.select_related("shop", "made_by")

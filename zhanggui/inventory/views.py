from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from zhanggui.catalog.models import Sku
from zhanggui.core.lists import Column, Kind, Preset, RowList, render_list
from zhanggui.core.permissions import allowed
from zhanggui.inventory import services
from zhanggui.inventory.forms import LevelFilter
from zhanggui.inventory.models import Condition, Proof, StockLevel
from zhanggui.inventory.permissions import Can
from zhanggui.inventory.selectors.showing import (
    accounts_of,
    find_levels,
    levels_with_free,
    promises_of,
)
from zhanggui.journal.selectors import happenings
from zhanggui.org.http import StaffRequest


def free_tone(level: StockLevel) -> str:
    return "late" if level.on_hand <= level.reserved else "good"


STOCK = RowList(
    code="inventory.stock",
    title=_("Stock"),
    default_sort="sku.merchant_code",
    columns=(
        Column(
            "sku.merchant_code", _("Merchant code"), Kind.CODE, link=True, sort="sku__merchant_code"
        ),
        Column("sku.product.name", _("Name"), clip=True),
        Column("sku.spec", _("Specification")),
        Column("location.name", _("Place")),
        Column("condition", _("Condition"), shown=False),
        Column("on_hand", _("On hand"), Kind.NUMBER, sort="on_hand", total=True),
        Column("reserved", _("Reserved"), Kind.NUMBER, sort="reserved", total=True),
        Column("free", _("Available"), Kind.NUMBER, sort="free", total=True),
        Column(
            "state",
            _("State"),
            Kind.STATE,
            value=lambda row: gettext("Sold out") if row.free <= 0 else gettext("In stock"),
            tone=free_tone,
        ),
    ),
    presets=(
        Preset("all", _("All")),
        Preset("out", _("Sold out"), Q(free__lte=0), late=True),
        Preset("few", _("Ten or fewer"), Q(free__gt=0, free__lte=10), sort="free"),
        Preset("reserved", _("Reserved"), Q(reserved__gt=0), sort="-reserved"),
        Preset("defect", _("Defective"), Q(condition=Condition.DEFECT, on_hand__gt=0)),
    ),
    filters=LevelFilter,
    search=find_levels,
    search_hint=_("Merchant code, barcode or name"),
    opens=lambda level: reverse("inventory:sku", args=[level.sku_id]),
    empty_title=_("No stock yet"),
    empty_text=_("Import opening stock; from then on every move is written down."),
)


@allowed(Can.VIEW)
def list_stock(request: StaffRequest) -> HttpResponseBase:
    return render_list(request, STOCK, levels_with_free(), template="inventory/stock.html")


@allowed(Can.VIEW)
def show_sku(request: StaffRequest, pk: int) -> HttpResponse:
    sku = get_object_or_404(Sku.objects.select_related("product"), pk=pk)
    context = {
        "sku": sku,
        "accounts": accounts_of(sku),
        "promises": promises_of(sku),
        "happenings": happenings(sku),
    }
    return render(request, "inventory/sku.html", context)


@allowed(Can.VIEW_PROOF)
def list_proofs(request: StaffRequest) -> HttpResponse:
    proofs = list(Proof.objects.order_by("-id")[:30])
    return render(request, "inventory/proofs.html", {"proofs": proofs})


@allowed(Can.PROVE)
@require_POST
def prove_now(request: StaffRequest) -> HttpResponse:
    proof = services.prove(at=timezone.now())
    if proof.differences:
        count = len(proof.differences)
        messages.error(request, gettext("%(count)s levels do not add up.") % {"count": count})
    else:
        messages.success(request, gettext("Every level is the sum of its moves."))
    return redirect("inventory:proofs")

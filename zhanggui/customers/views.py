from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from zhanggui.core.lists import Column, Kind, Preset, RowList, render_list
from zhanggui.core.masking import mask_nick
from zhanggui.core.panels import panels_for
from zhanggui.core.periods import Month
from zhanggui.core.permissions import allowed
from zhanggui.customers import services
from zhanggui.customers.forms import CustomerFilter, RevealForm
from zhanggui.customers.models import Contact, Customer
from zhanggui.customers.permissions import Can
from zhanggui.customers.selectors import find_customers, reveals_of, reveals_since, visible_contacts
from zhanggui.org.http import StaffRequest

CUSTOMERS = RowList(
    code="customers.list",
    title=_("Customers"),
    default_sort="-last_order_at",
    columns=(
        Column("buyer", _("Buyer"), value=lambda row: mask_nick(row.platform_id), link=True),
        Column("shop.name", _("Shop")),
        Column("order_count", _("Orders"), Kind.NUMBER, sort="order_count"),
        Column("last_order_at", _("Last order"), Kind.MOMENT, sort="last_order_at"),
        Column("created_at", _("First seen"), Kind.MOMENT, sort="created_at"),
    ),
    presets=(
        Preset("all", _("All")),
        Preset("again", _("Came again"), Q(order_count__gt=1)),
    ),
    filters=CustomerFilter,
    search=find_customers,
    search_hint=_("Buyer, phone or its last four digits"),
    opens=lambda row: row.get_absolute_url(),
    export=False,
    empty_title=_("No customers yet"),
    empty_text=_("They are known from the first order that is imported."),
)


@allowed(Can.SEE)
def list_customers(request: StaffRequest) -> HttpResponseBase:
    rows = Customer.objects.visible_to(request.user).select_related("shop")
    return render_list(request, CUSTOMERS, rows)


@allowed(Can.SEE)
def show_customer(request: StaffRequest, pk: int) -> HttpResponse:
    seen = Customer.objects.visible_to(request.user).select_related("shop")
    customer = get_object_or_404(seen, pk=pk)
    context = {
        "customer": customer,
        "contacts": customer.contacts.order_by("-pk")[:20],
        "reveals": reveals_of(customer),
        "panels": panels_for("customers.customer", request, customer),
    }
    return render(request, "customers/detail.html", context)


@allowed(Can.REVEAL)
def reveal(request: StaffRequest, pk: int) -> HttpResponse:
    contact = get_object_or_404(visible_contacts(request.user), pk=pk)
    form, now = RevealForm(request.POST or None), timezone.now()
    shown: Contact | None = None
    if form.is_valid():
        try:
            shown = services.reveal_contact(
                contact=contact, by=request.user, at=now, **form.cleaned_data
            )
        except services.CannotRevealError as error:
            form.add_error("reason", str(error))
    count = reveals_since(request.user, Month.of(now).bounds[0])
    context = {"form": form, "shown": shown, "count": count, "back": _back(request)}
    return render(request, "customers/reveal.html", context)


def _back(request: StaffRequest) -> str:
    """Return where the person came from, when that is a page of ours."""
    asked = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return reverse("customers:list")

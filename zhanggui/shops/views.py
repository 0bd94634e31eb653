from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhanggui.core.lists import Column, Kind, Preset, RowList, render_list
from zhanggui.core.panels import panels_for
from zhanggui.core.permissions import allowed
from zhanggui.journal.selectors import happenings
from zhanggui.org.http import StaffRequest
from zhanggui.shops import services
from zhanggui.shops.forms import ShopForm
from zhanggui.shops.models import Shop
from zhanggui.shops.permissions import Can


def state_of(shop: Shop) -> str:
    return gettext("Open for business") if shop.is_open else gettext("Shut down")


SHOPS = RowList(
    code="shops.list",
    title=_("Shops"),
    default_sort="name",
    columns=(
        Column("name", _("Name"), link=True, sort="name"),
        Column("code", _("Code"), Kind.CODE),
        Column("platform", _("Platform")),
        Column("promised_hours", _("Dispatch promise"), Kind.NUMBER, unit=_("hours")),
        Column("staff_count", _("Staff"), Kind.NUMBER),
        Column(
            "is_open",
            _("State"),
            Kind.STATE,
            value=lambda shop: (
                gettext("Open for business") if shop.is_open else gettext("Shut down")
            ),
            tone=lambda shop: "good" if shop.is_open else "off",
        ),
    ),
    presets=(
        Preset("all", _("All")),
        Preset("open", _("Open for business"), Q(is_open=True)),
        Preset("closed", _("Shut down"), Q(is_open=False)),
    ),
    opens=lambda shop: shop.get_absolute_url(),
    empty_title=_("No shops yet"),
    empty_text=_("Open one for each shop on a platform, for the website, for the phone line."),
)


def shops_of(request: StaffRequest) -> QuerySet[Shop]:
    """Return the shops that the person works for; all of them to who names their staff."""
    if request.user.has_perm(Can.CHANGE):
        return Shop.objects.all()
    return Shop.objects.filter(pk__in=Shop.objects.visible_to(request.user).values("pk"))


@allowed(Can.VIEW)
def list_shops(request: StaffRequest) -> HttpResponseBase:
    shops = shops_of(request).annotate(staff_count=Count("staff"))
    return render_list(request, SHOPS, shops, template="shops/list.html")


def found_shop(request: StaffRequest, pk: int) -> Shop:
    return get_object_or_404(shops_of(request), pk=pk)


@allowed(Can.VIEW)
def show(request: StaffRequest, pk: int) -> HttpResponse:
    shop = found_shop(request, pk)
    context = {
        "shop": shop,
        "staff": shop.staff.order_by("display_name", "username"),
        "panels": panels_for("shops.shop", request, shop),
        "happenings": happenings(shop),
    }
    return render(request, "shops/detail.html", context)


def _save(request: StaffRequest, shop: Shop | None) -> HttpResponse:
    form = ShopForm(request.POST or None, shop=shop)
    if form.is_valid():
        try:
            saved = services.save_shop(
                shop=shop,
                values=form.values(),
                staff=form.cleaned_data["staff"],
                by=request.user,
                at=timezone.now(),
            )
        except services.CannotSaveShopError as error:
            form.add_error(None, str(error))
        else:
            return redirect(saved)
    back = shop.get_absolute_url() if shop else reverse("shops:list")
    title = str(shop) if shop else gettext("New shop")
    return render(request, "core/form.html", {"form": form, "title": title, "back": back})


@allowed(Can.ADD)
def add(request: StaffRequest) -> HttpResponse:
    return _save(request, None)


@allowed(Can.CHANGE)
def change(request: StaffRequest, pk: int) -> HttpResponse:
    return _save(request, found_shop(request, pk))

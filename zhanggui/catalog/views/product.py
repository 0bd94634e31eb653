from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhanggui.catalog import services
from zhanggui.catalog.forms import LineForm, ProductForm, SkuForm
from zhanggui.catalog.models import Product, ProductLine, Sku
from zhanggui.catalog.permissions import Can
from zhanggui.catalog.selectors import revisions_of
from zhanggui.catalog.views.lists import TONES
from zhanggui.core.panels import panels_for
from zhanggui.core.permissions import allowed
from zhanggui.journal.selectors import happenings
from zhanggui.org.http import StaffRequest


def form_page(request: StaffRequest, form: Form, title: str | Promise, back: str) -> HttpResponse:
    return render(request, "core/form.html", {"form": form, "title": title, "back": back})


@allowed(Can.VIEW)
def show(request: StaffRequest, pk: int) -> HttpResponse:
    product = get_object_or_404(Product.objects.select_related("line"), pk=pk)
    context = {
        "product": product,
        "tone": TONES.get(product.state, "plain"),  # type: ignore[call-overload]
        "skus": product.skus.order_by("-is_active", "merchant_code"),
        "panels": panels_for("catalog.product", request, product),
        "revisions": revisions_of(product),
        "happenings": happenings(product),
    }
    return render(request, "catalog/product.html", context)


@allowed(Can.ADD)
def add(request: StaffRequest) -> HttpResponse:
    form = ProductForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            product = services.add_product(
                values=form.values(),
                picture=form.cleaned_data["picture"],
                by=request.user,
                at=timezone.now(),
            )
        except services.CannotSaveError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The product is added. Now its SKUs."))
            return redirect("catalog:add-sku", product.pk)
    return form_page(request, form, _("New product"), reverse("catalog:list"))


@allowed(Can.CHANGE)
def change(request: StaffRequest, pk: int) -> HttpResponse:
    product = get_object_or_404(Product, pk=pk)
    form = ProductForm(request.POST or None, request.FILES or None, product=product)
    if form.is_valid():
        services.change_product(
            product=product,
            values=form.values(),
            picture=form.cleaned_data["picture"],
            by=request.user,
            at=timezone.now(),
        )
        return redirect(product)
    return form_page(request, form, str(product), product.get_absolute_url())


@allowed(Can.ADD)
def add_sku(request: StaffRequest, pk: int) -> HttpResponse:
    product = get_object_or_404(Product, pk=pk)
    form = SkuForm(request.POST or None)
    if form.is_valid():
        try:
            services.add_sku(
                product=product, values=form.cleaned_data, by=request.user, at=timezone.now()
            )
        except services.CannotSaveError as error:
            form.add_error(None, str(error))
        else:
            return redirect(product)
    title = _("New SKU of %(product)s") % {"product": product}
    return form_page(request, form, title, product.get_absolute_url())


@allowed(Can.CHANGE)
def change_sku(request: StaffRequest, pk: int) -> HttpResponse:
    sku = get_object_or_404(Sku.objects.select_related("product"), pk=pk)
    form = SkuForm(request.POST or None, sku=sku)
    if form.is_valid():
        try:
            services.change_sku(
                sku=sku, values=form.cleaned_data, by=request.user, at=timezone.now()
            )
        except services.CannotSaveError as error:
            form.add_error(None, str(error))
        else:
            return redirect(sku.product)
    return form_page(request, form, str(sku), sku.product.get_absolute_url())


@allowed(Can.SHAPE_LINES)
def save_line(request: StaffRequest, pk: int | None = None) -> HttpResponse:
    line = get_object_or_404(ProductLine, pk=pk) if pk else None
    initial = {"code": line.code, "name": line.name} if line else None
    form = LineForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            services.save_line(
                line=line, values=form.cleaned_data, by=request.user, at=timezone.now()
            )
        except services.CannotSaveError as error:
            form.add_error(None, str(error))
        else:
            return redirect("catalog:lines")
    return form_page(request, form, str(line or _("New line")), reverse("catalog:lines"))

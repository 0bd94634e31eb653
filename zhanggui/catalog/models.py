from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ProductLine(models.Model):
    """A line of goods: faucets, showers, toilets …"""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=50, unique=True)

    class Meta:
        verbose_name = _("product line")
        verbose_name_plural = _("product lines")

    def __str__(self) -> str:
        return self.name


class ProductState(models.TextChoices):
    DRAFT = "DRAFT", _("Draft")
    APPROVED = "APPROVED", _("On sale")
    PHASE_OUT = "PHASE_OUT", _("Phasing out")
    ARCHIVED = "ARCHIVED", _("Archived")


class Product(models.Model):
    """A style (SPU): what a listing shows; it is sold as one or more SKUs."""

    code = models.CharField(_("product code"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=120)
    line = models.ForeignKey(
        ProductLine, models.PROTECT, null=True, related_name="products", verbose_name=_("line")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ProductState, default=ProductState.APPROVED
    )
    picture = models.FileField(_("picture"), upload_to="products/", blank=True)

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        permissions = (("import_product", _("Import products")),)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("catalog:product", args=[self.pk])


class Sku(models.Model):
    """What is stocked and sold: one variant. Its merchant code is never used again."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="skus")
    merchant_code = models.CharField(_("merchant code"), max_length=64, unique=True)
    barcode = models.CharField(_("barcode"), max_length=20, null=True, blank=True, unique=True)
    spec = models.CharField(_("specification"), max_length=120, blank=True)
    unit = models.CharField(_("unit"), max_length=10, default="件")
    price_fen = models.BigIntegerField(_("list price (fen)"), default=0)
    cost_fen = models.BigIntegerField(_("cost (fen)"), default=0)
    weight_g = models.PositiveIntegerField(_("weight (g)"), default=0)
    # The VAT rate of the goods, in hundredths of a per cent: 13 % is 1300.
    vat_bp = models.PositiveSmallIntegerField(_("VAT rate (bp)"), default=1300)
    # False: sold no more. The row stays, for its code is never given to other goods.
    is_active = models.BooleanField(_("on sale"), default=True)

    class Meta:
        verbose_name = "SKU"
        verbose_name_plural = "SKU"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(price_fen__gte=0, cost_fen__gte=0), name="sku_money_not_negative"
            ),
        )

    def __str__(self) -> str:
        return self.merchant_code

    @property
    def full_name(self) -> str:
        """The product's name with the variant; needs the product at hand."""
        return f"{self.product.name} {self.spec}".strip()


class Revision(models.Model):
    """One change of a product or of one of its SKUs: what each value was and became."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="revisions")
    sku = models.ForeignKey(Sku, models.SET_NULL, null=True, related_name="revisions")
    made_at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    # Field → [old, new]. A new thing has no old values.
    changes = models.JSONField(default=dict)
    # The import that made it; empty for a change by hand.
    import_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        indexes = (models.Index(fields=["product", "-id"], name="revision_by_product"),)

    def __str__(self) -> str:
        return f"#{self.pk} {self.product_id}"

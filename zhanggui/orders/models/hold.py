"""What stops an order, and what is remembered of unknown codes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhanggui.orders.models.order import Order, OrderLine


class CodeMatch(models.Model):
    """Which SKU a shop means by a code that the catalogue does not know: asked once, remembered."""

    shop = models.ForeignKey("shops.Shop", models.PROTECT, related_name="+")
    # The merchant code; title and specification where the listing has none (rules.code_key).
    code = models.CharField(_("code of the shop"), max_length=255)
    sku = models.ForeignKey("catalog.Sku", models.PROTECT, related_name="+", verbose_name="SKU")
    made_at = models.DateTimeField(_("matched at"))
    made_by = models.ForeignKey(
        "org.User", models.PROTECT, related_name="+", verbose_name=_("matched by")
    )

    class Meta:
        verbose_name = _("code match")
        verbose_name_plural = _("code matches")
        constraints = (models.UniqueConstraint(fields=["shop", "code"], name="one_match_per_code"),)

    def __str__(self) -> str:
        return f"{self.code} → {self.sku_id}"


class HoldKind(models.TextChoices):
    UNKNOWN_SKU = "UNKNOWN_SKU", _("Merchant code unknown")
    SHORTAGE = "SHORTAGE", _("Out of stock")
    AMOUNT = "AMOUNT", _("Amounts do not add up")
    REFUND = "REFUND", _("Refund asked")
    PLATFORM = "PLATFORM", _("Changed on the platform")
    MANUAL = "MANUAL", _("Held by hand")


class OrderHold(models.Model):
    """A reason why an order must not go on, until somebody (or the software) clears it by name."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="holds")
    line = models.ForeignKey(OrderLine, models.PROTECT, null=True, related_name="holds")
    kind = models.CharField(_("reason"), max_length=12, choices=HoldKind)
    detail = models.CharField(_("detail"), max_length=255, blank=True)
    opened_at = models.DateTimeField(_("held since"))
    cleared_at = models.DateTimeField(_("cleared at"), null=True)
    cleared_by = models.ForeignKey(
        "org.User", models.PROTECT, null=True, related_name="+", verbose_name=_("cleared by")
    )
    note = models.CharField(_("remark"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        constraints = (
            # Two, because an empty line is equal to no other in SQL.
            models.UniqueConstraint(
                fields=["order", "kind"],
                condition=Q(cleared_at=None, line=None),
                name="one_open_hold_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["line", "kind"],
                condition=Q(cleared_at=None, line__isnull=False),
                name="one_open_hold_of_a_kind_per_line",
            ),
            models.CheckConstraint(
                condition=Q(cleared_at=None) | Q(cleared_at__gte=F("opened_at")),
                name="hold_clears_after_it_opens",
            ),
        )
        indexes = (
            models.Index(
                fields=["kind", "opened_at"], name="hold_open", condition=Q(cleared_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"

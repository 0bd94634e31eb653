"""Our own orders: what the department works on."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhanggui.orders.models.raw import RawLine, RawOrder
from zhanggui.shops.models import Shop

if TYPE_CHECKING:
    from zhanggui.org.models import User


class OrderState(models.TextChoices):
    """Where our own work on an order stands."""

    UNPAID = "UNPAID", _("Unpaid")
    TO_SHIP = "TO_SHIP", _("To ship")
    SHIPPED = "SHIPPED", _("Shipped")
    FINISHED = "FINISHED", _("Finished")
    CANCELLED = "CANCELLED", _("Cancelled")


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, user: User) -> OrderQuerySet:
        """Keep the orders of the shops that the person works for."""
        seen = set(Shop.objects.visible_to(user).values_list("pk", flat=True))
        # Whoever works for all shops needs no condition, and gets the plainest query.
        if not Shop.objects.exclude(pk__in=seen).exists():
            return self
        return self.filter(shop__in=seen)

    def to_ship(self) -> OrderQuerySet:
        """Keep what must leave: paid, unshipped, with no open hold."""
        return self.filter(state=OrderState.TO_SHIP, open_holds=0)


class Order(models.Model):
    """Our own order: what the department works on. Changed only by the services of this app."""

    # The platform number of its (first) raw order; our own number for phone orders.
    number = models.CharField(_("number of the order"), max_length=40)
    # Its last four digits: how people name an order aloud.
    number_tail = models.CharField(max_length=4, db_index=True)
    shop = models.ForeignKey("shops.Shop", models.PROTECT, related_name="orders")
    raw_orders = models.ManyToManyField(RawOrder, through="OrderSource", related_name="orders")
    # Empty where the platform's file withholds the buyer.
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, related_name="orders"
    )
    contact = models.ForeignKey(
        "customers.Contact", models.PROTECT, null=True, related_name="orders"
    )
    state = models.CharField(_("state"), max_length=10, choices=OrderState)
    goods_fen = models.BigIntegerField(_("goods (fen)"), default=0)
    freight_fen = models.BigIntegerField(_("freight (fen)"), default=0)
    # What the buyer really pays: goods less discounts, plus freight.
    paid_fen = models.BigIntegerField(_("paid (fen)"), default=0)
    buyer_note = models.TextField(_("buyer's note"), blank=True)
    seller_note = models.TextField(_("seller's note"), blank=True)
    ordered_at = models.DateTimeField(_("ordered at"))
    paid_at = models.DateTimeField(_("paid at"), null=True)
    # When the shop's promise to the buyer runs out.
    ship_by = models.DateTimeField(_("ship by"), null=True)
    shipped_at = models.DateTimeField(_("shipped at"), null=True)
    closed_at = models.DateTimeField(_("time of closing"), null=True)
    open_holds = models.PositiveSmallIntegerField(_("open holds"), default=0)

    objects = models.Manager.from_queryset(OrderQuerySet)()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("Orders")
        permissions = (
            ("import_order", _("Import orders")),
            ("hold_order", _("Hold an order")),
            ("clear_hold", _("Clear a hold")),
            ("export_order", _("Export orders")),
        )
        constraints = (
            models.UniqueConstraint(fields=["shop", "number"], name="one_order_per_number"),
            models.CheckConstraint(
                condition=~Q(state="SHIPPED") | Q(shipped_at__isnull=False),
                name="shipped_order_has_a_time",
            ),
        )
        indexes = (
            models.Index(fields=["state", "open_holds", "ship_by", "id"], name="order_by_deadline"),
            models.Index(fields=["-ordered_at", "-id"], name="order_newest_first"),
            models.Index(fields=["shop", "-ordered_at", "-id"], name="order_by_shop"),
            models.Index(fields=["state", "-ordered_at", "-id"], name="order_by_state"),
            models.Index(fields=["paid_at"], name="order_by_payment"),
            models.Index(fields=["-shipped_at", "-id"], name="order_by_shipping"),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("orders:detail", args=[self.pk])

    @property
    def due_at(self) -> datetime | None:
        """When it must leave, while it still has to."""
        return self.ship_by if self.state in {OrderState.UNPAID, OrderState.TO_SHIP} else None

    @property
    def can_ship(self) -> bool:
        return self.state == OrderState.TO_SHIP and self.open_holds == 0

    @property
    def state_shown(self) -> str:
        """The state in words; an order to ship that must not go on is held."""
        if self.state == OrderState.TO_SHIP and self.open_holds:
            return gettext("Held")
        return self.get_state_display()


class OrderSource(models.Model):
    """Which raw orders an own order was made from: one, or several once merged."""

    order = models.ForeignKey(Order, models.PROTECT)
    raw_order = models.ForeignKey(RawOrder, models.PROTECT)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["order", "raw_order"], name="one_source_per_pair"),
        )

    def __str__(self) -> str:
        return f"#{self.order_id}←{self.raw_order_id}"


class OrderLine(models.Model):
    """Goods of an own order. `sku` is empty while no merchant code matches: a hold says so."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="lines")
    raw_line = models.ForeignKey(RawLine, models.PROTECT, null=True, related_name="order_lines")
    sku = models.ForeignKey("catalog.Sku", models.PROTECT, null=True, related_name="order_lines")
    merchant_code = models.CharField(_("merchant code"), max_length=64, blank=True)
    title = models.CharField(_("title"), max_length=200)
    spec = models.CharField(_("specification"), max_length=200, blank=True)
    quantity = models.PositiveIntegerField(_("quantity"))
    unit_price_fen = models.BigIntegerField(_("unit price (fen)"), default=0)
    # This line's share of what the buyer paid for the goods; the shares add up to the order.
    paid_fen = models.BigIntegerField(_("paid (fen)"), default=0)
    is_closed = models.BooleanField(_("closed or refunded"), default=False)

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        constraints = (
            models.CheckConstraint(condition=Q(quantity__gt=0), name="order_line_has_quantity"),
        )
        indexes = (models.Index(fields=["merchant_code", "order"], name="order_line_by_code"),)

    def __str__(self) -> str:
        return f"#{self.pk} {self.merchant_code}×{self.quantity}"

"""Raw platform orders as received, and our own orders derived from them (n:m)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhanggui.core.fields import EncryptedTextField
from zhanggui.shops.models import Shop

if TYPE_CHECKING:
    from zhanggui.org.models import User


class PlatformStatus(models.TextChoices):
    """What the platform says of an order; see RANK in rules.py for their order."""

    WAIT_BUYER_PAY = "WAIT_BUYER_PAY", _("Waiting for payment")
    WAIT_SELLER_SEND_GOODS = "WAIT_SELLER_SEND_GOODS", _("Paid, to be shipped")
    WAIT_BUYER_CONFIRM_GOODS = "WAIT_BUYER_CONFIRM_GOODS", _("Shipped")
    TRADE_FINISHED = "TRADE_FINISHED", _("Finished")
    TRADE_CLOSED = "TRADE_CLOSED", _("Closed after payment")
    TRADE_CLOSED_BY_TAOBAO = "TRADE_CLOSED_BY_TAOBAO", _("Closed unpaid")


class Utf8Encoder(DjangoJSONEncoder):
    """JSON with Chinese as Chinese: half the bytes of escapes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**(options | {"ensure_ascii": False}))


class RawOrder(models.Model):
    """An order as the platform told it.

    `data` holds every filled column of the file, known or not, but those that say who the buyer
    is: they stand in `private`, as JSON under seal.
    """

    shop = models.ForeignKey("shops.Shop", models.PROTECT, related_name="raw_orders")
    # The platform's number: digits, kept as text because 19 of them outgrow a float.
    tid = models.CharField(_("platform order number"), max_length=40)
    status = models.CharField(_("platform status"), max_length=30, choices=PlatformStatus)
    data = models.JSONField(default=dict, encoder=Utf8Encoder)
    private = EncryptedTextField(blank=True)
    # What the platform says the buyer paid, freight included.
    paid_fen = models.BigIntegerField(_("paid (fen)"), default=0)
    created_at = models.DateTimeField(_("ordered at"))
    paid_at = models.DateTimeField(_("paid at"), null=True)
    received_at = models.DateTimeField(_("received at"))
    # When the platform said so: what it said earlier changes nothing any more.
    told_at = models.DateTimeField(_("as of"))
    # Hash of all that was received: the same content again changes nothing.
    digest = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("platform order")
        verbose_name_plural = _("platform orders")
        constraints = (models.UniqueConstraint(fields=["shop", "tid"], name="one_raw_order"),)

    def __str__(self) -> str:
        return self.tid


class RawLine(models.Model):
    """One line of a platform order. Files before 2021 give no line number: tid-1, tid-2 … then.

    Lines without a number are counted in the order of their content, not of their place in the
    file, so that the same lines in another order get the same numbers.
    """

    raw_order = models.ForeignKey(RawOrder, models.CASCADE, related_name="lines")
    oid = models.CharField(_("platform line number"), max_length=48)
    data = models.JSONField(default=dict, encoder=Utf8Encoder)

    class Meta:
        verbose_name = _("platform order line")
        verbose_name_plural = _("platform order lines")
        constraints = (models.UniqueConstraint(fields=["raw_order", "oid"], name="one_raw_line"),)

    def __str__(self) -> str:
        return self.oid


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
        return self.filter(shop__in=Shop.objects.visible_to(user))

    def to_ship(self) -> OrderQuerySet:
        """Keep what must leave: paid, unshipped, with no open hold."""
        return self.filter(state=OrderState.TO_SHIP, open_holds=0)


class Order(models.Model):
    """Our own order: what the department works on. Changed only by the services of this app."""

    # The platform number of its (first) raw order; our own number for phone orders.
    number = models.CharField(_("order number"), max_length=40)
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
    closed_at = models.DateTimeField(_("closed at"), null=True)
    open_holds = models.PositiveSmallIntegerField(_("open holds"), default=0)

    objects = models.Manager.from_queryset(OrderQuerySet)()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
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


class CodeMatch(models.Model):
    """Which SKU a shop means by a code that the catalogue does not know: asked once, remembered."""

    shop = models.ForeignKey("shops.Shop", models.PROTECT, related_name="+")
    # The merchant code; title and specification where the listing has none (rules.code_key).
    code = models.CharField(_("code"), max_length=255)
    sku = models.ForeignKey("catalog.Sku", models.PROTECT, related_name="+", verbose_name="SKU")
    made_at = models.DateTimeField(_("since"))
    made_by = models.ForeignKey("org.User", models.PROTECT, related_name="+", verbose_name=_("by"))

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
    opened_at = models.DateTimeField(_("since"))
    cleared_at = models.DateTimeField(_("cleared at"), null=True)
    cleared_by = models.ForeignKey(
        "org.User", models.PROTECT, null=True, related_name="+", verbose_name=_("cleared by")
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

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

"""Orders as a platform told them."""

from __future__ import annotations

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhanggui.core.fields import EncryptedTextField


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

"""What was said with customers, written down by hand: chats and calls will stand beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhanggui.shops.models import Shop

if TYPE_CHECKING:
    from datetime import datetime

    from zhanggui.org.models import User


class Channel(models.TextChoices):
    IM = "IM", _("Instant message")
    PHONE = "PHONE", _("Phone line")


class Topic(models.TextChoices):
    ENQUIRY = "ENQUIRY", _("Enquiry before buying")
    SALE = "SALE", _("Recommendation or sale")
    ORDER = "ORDER", _("Question about an order")
    SUGGESTION = "SUGGESTION", _("Problem or suggestion")
    PAGE = "PAGE", _("Fault of a product page")


class ContactRecordQuerySet(models.QuerySet["ContactRecord"]):
    def visible_to(self, user: User) -> ContactRecordQuerySet:
        """Keep the records of the shops that the person works for."""
        return self.filter(shop__in=Shop.objects.visible_to(user))

    def to_follow_up(self) -> ContactRecordQuerySet:
        """Keep those that promised the customer something still owed."""
        return self.filter(follow_up_at__isnull=False, followed_up_at=None)


class ContactRecord(models.Model):
    """One contact with a customer that happened outside: on a platform's messenger or the phone."""

    shop = models.ForeignKey("shops.Shop", models.PROTECT, related_name="+", verbose_name=_("shop"))
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    topic = models.CharField(_("topic"), max_length=12, choices=Topic)
    # As the person who took it heard it: a nick, a name. Whom it names is not proved.
    who = models.CharField(_("who"), max_length=80, blank=True)
    order = models.ForeignKey(
        "orders.Order",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contact_records",
        verbose_name=_("order"),
    )
    product = models.ForeignKey(
        "catalog.Product",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contact_records",
        verbose_name=_("product"),
    )
    text = models.TextField(_("what was said"))
    answer = models.TextField(_("what was answered"), blank=True)
    taken_by = models.ForeignKey(
        "org.User", models.PROTECT, related_name="+", verbose_name=_("taken by")
    )
    taken_at = models.DateTimeField(_("when"))
    follow_up_at = models.DateTimeField(_("call back by"), null=True, blank=True)
    followed_up_at = models.DateTimeField(_("followed up"), null=True)

    objects = models.Manager.from_queryset(ContactRecordQuerySet)()

    class Meta:
        verbose_name = _("contact record")
        verbose_name_plural = _("contact records")
        constraints = (
            models.CheckConstraint(
                condition=Q(follow_up_at=None) | Q(follow_up_at__gt=F("taken_at")),
                name="follow_up_comes_after",
            ),
        )
        indexes = (
            models.Index(fields=["-taken_at", "-id"], name="contact_record_newest"),
            models.Index(
                fields=["follow_up_at"],
                name="contact_record_owed",
                condition=Q(followed_up_at=None, follow_up_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"#{self.pk} {self.channel} {self.topic}"

    def get_absolute_url(self) -> str:
        return reverse("service:show-record", args=[self.pk])

    def is_owed(self) -> bool:
        """Say whether the customer still waits for what was promised."""
        return self.follow_up_at is not None and self.followed_up_at is None

    def is_late(self, at: datetime) -> bool:
        """Say whether the promise has run out."""
        return self.follow_up_at is not None and self.is_owed() and self.follow_up_at < at

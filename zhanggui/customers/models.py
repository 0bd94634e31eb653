"""People who buy, and how to reach them. What identifies them is sealed and found by keyed hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhanggui.core.fields import EncryptedTextField

if TYPE_CHECKING:
    from zhanggui.org.models import User


class CustomerQuerySet(models.QuerySet["Customer"]):
    def visible_to(self, user: User) -> CustomerQuerySet:
        """Keep the buyers of the shops that the person works for."""
        if user.is_superuser:
            return self
        # As Shop.visible_to: shops are neighbours of customers and do not see each other.
        return self.filter(models.Q(shop__staff=user) | models.Q(shop__staff=None))


class Customer(models.Model):
    """A buyer as one shop knows them: the platform's nick or open id."""

    shop = models.ForeignKey("shops.Shop", models.PROTECT, related_name="customers")
    # What the platform calls the buyer: nick, or open id where nicks are withheld.
    platform_id = models.CharField(_("buyer"), max_length=120)
    # What they call themselves on the phone; sealed, like all that names a person.
    name = EncryptedTextField(_("name of the customer"), blank=True)
    created_at = models.DateTimeField(_("first seen"))
    # A tally kept by orders.services, so that a list of buyers needs no count of orders.
    order_count = models.PositiveIntegerField(_("number of orders"), default=0)
    last_order_at = models.DateTimeField(_("last order"), null=True)

    objects = models.Manager.from_queryset(CustomerQuerySet)()

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        constraints = (
            models.UniqueConstraint(fields=["shop", "platform_id"], name="one_customer_per_buyer"),
        )
        indexes = (
            models.Index(fields=["-last_order_at", "-id"], name="customer_by_last_order"),
            models.Index(fields=["platform_id"], name="customer_by_buyer"),
        )

    def __str__(self) -> str:
        return f"#{self.pk} {self.platform_id}"

    def get_absolute_url(self) -> str:
        return reverse("customers:detail", args=[self.pk])


class Contact(models.Model):
    """One receiver: name, phone and address, sealed at rest.

    `fingerprint` is the keyed hash of all of it and of the buyer, so that a buyer's receiver is
    stored once. One whom the platform masks has masked text in the sealed fields, and the
    platform's token (`oaid`) where the file gives it.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="contacts")
    fingerprint = models.CharField(max_length=32, unique=True)
    receiver = EncryptedTextField(_("receiver"), blank=True)
    phone = EncryptedTextField(_("phone"), blank=True)
    address = EncryptedTextField(_("address"), blank=True)
    # Keyed hashes of the whole number and of its last four digits: searched, never read back.
    phone_hash = models.CharField(max_length=32, blank=True)
    phone_tail_hash = models.CharField(max_length=32, blank=True)
    # In clear, for choosing a carrier and for statistics: it names no one.
    province = models.CharField(_("province"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=30, blank=True)
    oaid = models.CharField("OAID", max_length=160, blank=True)
    first_seen_at = models.DateTimeField(_("first seen"))

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        permissions = (("reveal_contact", _("Reveal a contact")),)
        indexes = (
            models.Index(fields=["phone_hash"], name="contact_by_phone"),
            models.Index(fields=["phone_tail_hash"], name="contact_by_tail"),
        )

    def __str__(self) -> str:
        return f"#{self.pk} {self.province}{self.city}"

    @property
    def is_masked(self) -> bool:
        """Whether the platform keeps the receiver to itself."""
        return bool(self.oaid) or "*" in self.phone

"""People who buy, and how to reach them. What identifies them is sealed and found by keyed hash."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhanggui.core.fields import EncryptedTextField


class Customer(models.Model):
    """A buyer as one shop knows them: the platform's nick or open id."""

    shop = models.ForeignKey("shops.Shop", models.PROTECT, related_name="customers")
    # What the platform calls the buyer: nick, or open id where nicks are withheld.
    platform_id = models.CharField(_("buyer"), max_length=120)
    name = models.CharField(_("name"), max_length=80, blank=True)
    created_at = models.DateTimeField(_("first seen"))

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        permissions = (("reveal_contact", _("Reveal a contact")),)
        constraints = (
            models.UniqueConstraint(fields=["shop", "platform_id"], name="one_customer_per_buyer"),
        )

    def __str__(self) -> str:
        return f"#{self.pk} {self.platform_id}"


class Contact(models.Model):
    """One receiver: name, phone and address, sealed at rest.

    `fingerprint` is the keyed hash of all of it, so that the same receiver is stored once.
    A receiver whom the platform masks has an `oaid` token, and masked text in the sealed fields.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="contacts")
    fingerprint = models.CharField(max_length=32, unique=True)
    receiver = EncryptedTextField(_("receiver"), blank=True)
    phone = EncryptedTextField(_("phone"), blank=True)
    address = EncryptedTextField(_("address"), blank=True)
    phone_hash = models.CharField(max_length=32, blank=True, db_index=True)
    phone_tail_hash = models.CharField(max_length=32, blank=True, db_index=True)
    # In clear, for choosing a carrier and for statistics: it names no one.
    province = models.CharField(_("province"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=30, blank=True)
    oaid = models.CharField("OAID", max_length=160, blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return f"#{self.pk} {self.province}{self.city}"

    @property
    def is_masked(self) -> bool:
        """Whether the platform keeps the receiver to itself."""
        return bool(self.oaid) or "*" in self.phone

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from zhanggui.org.models import User


class Platform(models.TextChoices):
    TMALL = "TMALL", _("Tmall")
    TAOBAO = "TAOBAO", _("Taobao")
    WEBSITE = "WEBSITE", _("Own website")
    PHONE = "PHONE", _("Phone line")


class ShopQuerySet(models.QuerySet["Shop"]):
    def visible_to(self, user: User) -> ShopQuerySet:
        """Keep the shops that the person works for; nobody is named for a shop: everybody does."""
        if user.is_superuser:
            return self
        return self.filter(models.Q(staff=user) | models.Q(staff=None)).distinct()


class Shop(models.Model):
    """A sales channel: one shop on a platform, the own website, or the phone line."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=80, unique=True)
    platform = models.CharField(_("platform"), max_length=10, choices=Platform)
    # Hours from payment to dispatch that the shop promises its buyers.
    promised_hours = models.PositiveSmallIntegerField(_("dispatch promise (hours)"), default=48)
    staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="shops", verbose_name=_("staff")
    )
    is_open = models.BooleanField(_("open for business"), default=True)

    objects = models.Manager.from_queryset(ShopQuerySet)()

    class Meta:
        verbose_name = _("shop")
        verbose_name_plural = _("shops")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("shops:detail", args=[self.pk])

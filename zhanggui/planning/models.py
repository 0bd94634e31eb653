from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Target(models.Model):
    """What the department should reach in a month. Never changed: an amendment is a new version.

    `code` is a registered target (planning.rules.KINDS); `value` in hundredths of its unit: fen
    for yuan.
    """

    code = models.CharField(_("what"), max_length=80)
    month = models.DateField(_("month"))
    version = models.PositiveSmallIntegerField(_("version"))
    value = models.BigIntegerField(_("value"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    set_by = models.ForeignKey("org.User", models.PROTECT, related_name="+", verbose_name=_("by"))
    set_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = (
            models.UniqueConstraint(
                fields=["code", "month", "version"], name="one_target_a_version"
            ),
            models.CheckConstraint(condition=models.Q(value__gt=0), name="target_is_positive"),
        )

    def __str__(self) -> str:
        return f"#{self.pk} {self.code} {self.month:%Y-%m} v{self.version}"

    def get_absolute_url(self) -> str:
        return f"{reverse('planning:targets')}?month={self.month:%Y-%m}"

    @property
    def amount(self) -> Decimal:
        """The value in its unit: yuan for money."""
        return Decimal(self.value) / 100

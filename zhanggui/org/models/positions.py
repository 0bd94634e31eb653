from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def in_english() -> bool:
    return (get_language() or "").startswith("en")


class PositionQuerySet(models.QuerySet["Position"]):
    def in_force(self) -> PositionQuerySet:
        """Keep the positions of the handbook in force."""
        return self.filter(is_current=True)


class Position(models.Model):
    """A post of the department. What it may do is what its group may do.

    A projection of the handbook in force: made and changed by services.versions alone. `outside`: a
    seat above the department; not `is_described`: named in the handbook and never described.
    """

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("title"), max_length=50)
    name_en = models.CharField(_("title in English"), max_length=80, blank=True)
    reports_to = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("superior"),
    )
    appraised_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appraises",
        verbose_name=_("appraiser"),
    )
    group = models.OneToOneField(Group, models.PROTECT)
    rank = models.PositiveSmallIntegerField(default=0)
    is_current = models.BooleanField(default=True)
    is_outside = models.BooleanField(default=False)
    is_described = models.BooleanField(default=True)

    objects = models.Manager.from_queryset(PositionQuerySet)()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ("rank", "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("org:show-position", args=[self.code])

    @property
    def title(self) -> str:
        """The title in the language of the screen."""
        return self.name_en if self.name_en and in_english() else self.name


class PositionAlias(models.Model):
    """Another title that the handbook uses for the same seat."""

    position = models.ForeignKey(Position, models.CASCADE, related_name="aliases")
    title = models.CharField(max_length=50, unique=True)

    def __str__(self) -> str:
        return self.title


class PayBand(models.Model):
    """What the handbook says of a position's pay. None: it does not say. Kept apart for privacy."""

    position = models.OneToOneField(Position, models.CASCADE, related_name="pay_band")
    annual_low_fen = models.BigIntegerField(null=True)
    annual_high_fen = models.BigIntegerField(null=True)
    monthly_fen = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("pay band")
        verbose_name_plural = _("pay bands")
        permissions = (("see_pay_band", "Can see the pay bands of positions"),)

    def __str__(self) -> str:
        return f"#{self.pk} {self.position_id}"


class Duty(models.Model):
    """One line of a position's responsibilities, or of the department's (no position).

    `tool` is where it is done; `also` names further tools it needs; `measures` the indicators that
    it leaves. A projection of the handbook in force, as Position is.
    """

    code = models.CharField(_("code"), max_length=40, unique=True)
    number = models.PositiveSmallIntegerField(_("number"), null=True)
    text = models.TextField(_("text"))
    text_en = models.TextField(_("text in English"), blank=True)
    tool = models.CharField(_("tool"), max_length=80, blank=True)
    also = models.JSONField(default=list)
    measures = models.JSONField(default=list)
    done_when = models.TextField(_("done when"), blank=True)
    by_title = models.BooleanField(default=False)
    rank = models.PositiveSmallIntegerField(default=0)
    is_current = models.BooleanField(default=True)
    position = models.ForeignKey(
        Position, models.PROTECT, null=True, blank=True, related_name="duties"
    )

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ("rank", "pk")

    def __str__(self) -> str:
        return self.code

    @property
    def wording(self) -> str:
        """The duty in the language of the screen."""
        return self.text_en if self.text_en and in_english() else self.text

    @property
    def tools(self) -> list[str]:
        return [self.tool, *self.also]

from __future__ import annotations

from django.contrib.auth.models import AbstractUser, Group
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):  # type: ignore[django-manager-missing]  # Wagtail is untyped
    """A person of the department, and the account they sign in with."""

    display_name = models.CharField(_("name"), max_length=50, blank=True)

    # The position code that the person acts in now; the journal writes it down. Set per request.
    acting_as: str = ""

    def __str__(self) -> str:
        return self.display_name or self.username


class Position(models.Model):
    """A post of the department. What it may do is what its group may do."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=50)
    name_en = models.CharField(max_length=80, blank=True)
    reports_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reports"
    )
    group = models.OneToOneField(Group, models.PROTECT)

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """One line of a position's responsibilities in the handbook."""

    code = models.CharField(max_length=20, unique=True)
    text = models.TextField()
    text_en = models.TextField(blank=True)
    tool = models.CharField(max_length=80, blank=True)
    position = models.ForeignKey(
        Position, models.PROTECT, null=True, blank=True, related_name="duties"
    )

    def __str__(self) -> str:
        return self.code


class Assignment(models.Model):
    """Who held which position, from when until when (until is exclusive)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    position = models.ForeignKey(Position, models.PROTECT, related_name="assignments")
    active_from = models.DateTimeField()
    active_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(active_until=None) | Q(active_until__gt=F("active_from")),
                name="assignment_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"#{self.pk} {self.user} as {self.position}"

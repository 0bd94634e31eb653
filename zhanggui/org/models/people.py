from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhanggui.core.fields import EncryptedTextField
from zhanggui.core.periods import day_of
from zhanggui.org.models.positions import Position
from zhanggui.org.permissions import Can
from zhanggui.org.rules.lines import below


def current(at: Any, prefix: str = "") -> Q:
    """Keep what begins at or before a moment and ends after it, if it ends at all.

    `at` is a datetime, or Now() for the database's own; `prefix` a path such as "assignments__".
    """
    begun = Q(**{f"{prefix}active_from__lte": at})
    return begun & (Q(**{f"{prefix}active_until": None}) | Q(**{f"{prefix}active_until__gt": at}))


class PeopleQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: User) -> PeopleQuerySet:
        """Keep whose page somebody may open: their own, their reports', or everybody's.

        Reports are those who hold a position below one that the person holds or stands in for.
        """
        if user.has_perm(Can.SEE_EVERYBODY):
            return self
        reports = Assignment.objects.filter(
            current(Now()), position__code__in=codes_below(user, Now())
        )
        return self.filter(Q(pk=user.pk) | Q(pk__in=reports.values("user")))

    def holding(self, position: Position, at: datetime) -> PeopleQuerySet:
        """Keep those who hold a position at a moment, deputies left out."""
        held = Assignment.objects.filter(current(at), position=position)
        return self.filter(pk__in=held.values("user"))


class PeopleManager(UserManager["User"]):
    use_in_migrations = False

    def get_queryset(self) -> PeopleQuerySet:
        return PeopleQuerySet(self.model, using=self._db)

    def visible_to(self, user: User) -> PeopleQuerySet:
        """Keep whose page somebody may open; see PeopleQuerySet.visible_to()."""
        return self.get_queryset().visible_to(user)

    def holding(self, position: Position, at: datetime) -> PeopleQuerySet:
        """Keep those who hold a position at a moment, deputies left out."""
        return self.get_queryset().holding(position, at)


class User(AbstractUser):  # type: ignore[django-manager-missing]  # Wagtail has no types
    """A person of the department, and the account they sign in with."""

    display_name = models.CharField(_("name"), max_length=50, blank=True)
    phone = EncryptedTextField(_("phone"), blank=True)
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    # True while the password is one that somebody else has seen.
    must_change_password = models.BooleanField(default=False)
    # Closed by hand: a position that begins does not open the account.
    is_locked = models.BooleanField(default=False)

    # The position code that the person acts in now; the journal writes it down. Set per request,
    # as are the positions that they may act in.
    acting_as: str = ""
    seats: Sequence[Position] = ()

    objects: ClassVar[PeopleManager] = PeopleManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        permissions = (("see_everybody", "Can see the pages of everybody"),)

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_absolute_url(self) -> str:
        return reverse("org:show-person", args=[self.pk])


def last_day(active_until: datetime | None) -> date | None:
    """Return the last day of a time that ends at a moment: the day before a midnight."""
    return day_of(active_until - timedelta(microseconds=1)) if active_until else None


class Assignment(models.Model):
    """Who held which position, from when until when (until is exclusive)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    position = models.ForeignKey(Position, models.PROTECT, related_name="assignments")
    active_from = models.DateTimeField(_("from"))
    active_until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = (
            models.CheckConstraint(
                condition=Q(active_until=None) | Q(active_until__gt=F("active_from")),
                name="assignment_ends_after_it_starts",
            ),
        )
        indexes = (models.Index(fields=["user", "active_from"], name="assignment_of_user"),)

    def __str__(self) -> str:
        return f"#{self.pk} {self.user_id} as {self.position_id}"


class Delegation(models.Model):
    """Who stands in for a position for a time (until is exclusive): the deputy may do its duties.

    `principal` is whom the deputy stands in for, None when the seat is vacant.
    """

    position = models.ForeignKey(Position, models.PROTECT, related_name="delegations")
    deputy = models.ForeignKey(User, models.PROTECT, related_name="deputyships")
    principal = models.ForeignKey(User, models.PROTECT, null=True, related_name="delegations")
    active_from = models.DateTimeField(_("from"))
    active_until = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = (
            models.CheckConstraint(
                condition=Q(active_until__gt=F("active_from")),
                name="delegation_ends_after_it_starts",
            ),
        )
        indexes = (models.Index(fields=["deputy", "active_from"], name="delegation_of_deputy"),)

    def __str__(self) -> str:
        return f"#{self.pk} {self.deputy_id} for {self.position_id}"

    @property
    def last_day(self) -> date | None:
        return last_day(self.active_until)


def seats_of(user: User, at: Any) -> models.QuerySet[Position]:
    """Find the positions that somebody holds or stands in for at a moment, those held first."""
    held = Assignment.objects.filter(current(at), user=user, position=models.OuterRef("pk"))
    lent = Delegation.objects.filter(current(at), deputy=user, position=models.OuterRef("pk"))
    return (
        Position.objects.alias(is_held=models.Exists(held), is_lent=models.Exists(lent))
        .filter(Q(is_held=True) | Q(is_lent=True))
        .order_by("-is_held", "rank", "pk")
    )


def codes_below(user: User, at: Any) -> set[str]:
    """Name the positions below those that somebody holds or stands in for."""
    lines = {
        code: superior or ""
        for code, superior in Position.objects.in_force().values_list("code", "reports_to__code")
    }
    seats = seats_of(user, at).values_list("code", flat=True)
    return set().union(*(below(lines, code) for code in seats))

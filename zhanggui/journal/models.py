from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhanggui.journal import names
from zhanggui.journal.actions import actions


class AppendOnlyError(Exception):
    """An entry of the journal was to be changed or deleted."""


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, subject: models.Model) -> EntryQuerySet:
        """Keep what happened to one object."""
        return self.of(subject._meta.label_lower, subject.pk)

    def of(self, subject_type: str, subject_id: int) -> EntryQuerySet:
        """Keep what happened to one object, named by its kind ("orders.order") and key."""
        return self.filter(subject_type=subject_type, subject_id=subject_id)

    def update(self, **_changes: Any) -> NoReturn:
        """Refuse.

        :raises AppendOnlyError: always
        """
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        """Refuse.

        :raises AppendOnlyError: always
        """
        raise AppendOnlyError


class Entry(models.Model):
    """What was done, by whom, to what, and when.

    Rows are never changed or deleted: the database refuses it too (migration 0002).
    """

    action = models.CharField(_("action"), max_length=80)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("done by"),
    )
    # The position that the person acted in: a deputy's work counts for the seat it was done in.
    position = models.CharField(_("position"), max_length=50, blank=True)
    subject_type = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    facts = models.JSONField(default=dict)
    happened_at = models.DateTimeField(_("when"))
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = models.Manager.from_queryset(EntryQuerySet)()

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        indexes = (
            models.Index(fields=["actor", "action", "happened_at"], name="entry_by_actor"),
            models.Index(fields=["action", "happened_at"], name="entry_by_action"),
            models.Index(fields=["subject_type", "subject_id"], name="entry_by_subject"),
            models.Index(fields=["happened_at"], name="entry_by_time"),
        )

    def __str__(self) -> str:
        return f"#{self.pk} {self.action} {self.subject_type}:{self.subject_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row.

        :raises AppendOnlyError: if it is there already
        """
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("journal:show", args=[self.pk])

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse.

        :raises AppendOnlyError: always
        """
        raise AppendOnlyError

    @property
    def label(self) -> str:
        """The kind of work in words; its code where no app declares it any more."""
        action = actions.get(self.action)
        return str(action.label) if action else self.action

    @property
    def tone(self) -> str:
        action = actions.get(self.action)
        return action.tone if action else ""

    @property
    def position_name(self) -> str:
        return names.position_names().get(self.position, self.position)

    @property
    def subject_name(self) -> str:
        return f"{names.kind_name(self.subject_type)} #{self.subject_id}"

    @property
    def has_page(self) -> bool:
        return names.has_page(self.subject_type)

    @property
    def told(self) -> list[tuple[str, str]]:
        """The facts in words."""
        return names.read_facts(self.facts)


class Delivery(models.Model):
    """One entry waiting for one handler: the outbox."""

    entry = models.ForeignKey(Entry, models.CASCADE)
    handler = models.CharField(max_length=200)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = (
            models.UniqueConstraint(fields=["entry", "handler"], name="one_delivery_per_handler"),
        )
        indexes = (
            models.Index(fields=["id"], name="delivery_waiting", condition=models.Q(done_at=None)),
        )

    def __str__(self) -> str:
        return f"#{self.pk} {self.handler}"

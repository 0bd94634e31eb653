from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhanggui.journal.actions import actions


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, subject: models.Model) -> EntryQuerySet:
        """Keep what happened to one object."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)


class Entry(models.Model):
    """What was done, by whom, to what, and when. Rows are never changed or deleted."""

    action = models.CharField(_("action"), max_length=80)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
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
        )

    def __str__(self) -> str:
        return f"#{self.pk} {self.action} {self.subject_type}:{self.subject_id}"

    @property
    def label(self) -> str:
        """The kind of work in words; its code where no app declares it any more."""
        action = actions.get(self.action)
        return str(action.label) if action else self.action


class Delivery(models.Model):
    """One entry waiting for one handler: the outbox."""

    entry = models.ForeignKey(Entry, models.CASCADE)
    handler = models.CharField(max_length=200)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["entry", "handler"], name="one_delivery_per_handler"),
        )
        indexes = (
            models.Index(fields=["id"], name="delivery_waiting", condition=models.Q(done_at=None)),
        )

    def __str__(self) -> str:
        return f"#{self.pk} {self.handler}"

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhanggui.org.models import User


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User) -> NoticeQuerySet:
        """Keep the person's own."""
        return self.filter(user=user)

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at=None)


class Notice(models.Model):
    """Something that a person should know. `text` is a msgid with %(name)s for the facts."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    text = models.CharField(_("news"), max_length=200)
    facts = models.JSONField(default=dict)
    url = models.CharField(max_length=300)
    # The same news told twice has the same key; the second is dropped.
    key = models.CharField(max_length=120)
    created_at = models.DateTimeField(_("when"))
    read_at = models.DateTimeField(_("read"), null=True)

    objects = models.Manager.from_queryset(NoticeQuerySet)()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = (models.UniqueConstraint(fields=["user", "key"], name="one_notice_of_each"),)
        indexes = (
            models.Index(fields=["user", "created_at"], name="notice_of_user"),
            models.Index(fields=["user"], name="notice_unread", condition=Q(read_at=None)),
        )

    def __str__(self) -> str:
        return f"#{self.pk} {self.text}"

    @property
    def sentence(self) -> str:
        """The notice in the reader's language."""
        facts: dict[str, Any] = self.facts
        return gettext(self.text) % facts


class SavedView(models.Model):
    """A view of a list that somebody keeps under a name, for themselves or for everybody."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    list_code = models.CharField(max_length=80)
    name = models.CharField(_("name of the view"), max_length=40)
    query = models.CharField(max_length=1000)
    is_shared = models.BooleanField(_("for the whole department"), default=False)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = (
            models.UniqueConstraint(fields=["user", "list_code", "name"], name="view_name_once"),
        )

    def __str__(self) -> str:
        return f"#{self.pk} {self.name}"


class ListColumns(models.Model):
    """The columns that somebody last chose for a list."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    list_code = models.CharField(max_length=80)
    columns = models.CharField(max_length=500)

    class Meta:
        verbose_name = _("choice of columns")
        verbose_name_plural = _("choices of columns")
        constraints = (
            models.UniqueConstraint(fields=["user", "list_code"], name="one_choice_of_columns"),
        )

    def __str__(self) -> str:
        return f"#{self.pk} {self.list_code}"


class Presence(models.Model):
    """Whether somebody is at their desk; who has no row is here."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="presence")
    is_away = models.BooleanField(_("away"), default=False)
    since = models.DateTimeField(_("in this state since"))

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")

    def __str__(self) -> str:
        return f"#{self.pk} {self.user_id}"

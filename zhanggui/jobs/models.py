from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhanggui.jobs.permissions import Can
from zhanggui.jobs.registry import JobKind, job_kinds

if TYPE_CHECKING:
    from zhanggui.org.models import User


def private_storage() -> Storage:
    """Return where files lie that only a permission opens."""
    return storages["private"]


class JobState(models.TextChoices):
    QUEUED = "QUEUED", _("Waiting")
    RUNNING = "RUNNING", _("Running")
    DONE = "DONE", _("Done")
    FAILED = "FAILED", _("Failed")
    CANCELLED = "CANCELLED", _("Stopped")


OVER = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: User) -> JobQuerySet:
        """Keep one's own jobs; those who look after the system see all."""
        return self if user.has_perm(Can.SEE_ALL) else self.filter(started_by=user)


class Job(models.Model):
    """One piece of long work. The row is the truth; the engine only says when to look at it."""

    kind = models.CharField(_("work"), max_length=80)
    input = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=JobState, default=JobState.QUEUED)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="jobs",
        verbose_name=_("asked by"),
    )
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    text = models.CharField(max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    run_after = models.DateTimeField(null=True)
    stop_asked = models.BooleanField(default=False)
    worker = models.CharField(max_length=64, blank=True)
    beat_at = models.DateTimeField(null=True)
    result = models.FileField(storage=private_storage, upload_to="jobs/", blank=True)
    errors = models.FileField(storage=private_storage, upload_to="jobs/", blank=True)
    error = models.TextField(_("error"), blank=True)
    created_at = models.DateTimeField(_("asked for"))
    started_at = models.DateTimeField(_("begun"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = models.Manager.from_queryset(JobQuerySet)()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = (
            models.Index(fields=["state", "beat_at"], name="job_by_state"),
            models.Index(fields=["kind", "-id"], name="job_by_kind"),
        )

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"

    def get_absolute_url(self) -> str:
        return reverse("jobs:show", args=[self.pk])

    @property
    def declared(self) -> JobKind | None:
        return job_kinds.get(self.kind)

    @property
    def label(self) -> str:
        return str(self.declared.label) if self.declared else self.kind

    @property
    def percent(self) -> int | None:
        return min(100, self.done * 100 // self.total) if self.total else None

    @property
    def is_over(self) -> bool:
        return self.state in OVER


class Slot(models.Model):
    """When a schedule is due next. One row each; whoever moves it on runs the slot."""

    code = models.CharField(max_length=80, unique=True)
    next_at = models.DateTimeField(_("next run"))
    last_job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")
        permissions = (("run_slot", _("Run a schedule now")),)

    def __str__(self) -> str:
        return self.code


class WorkerBeat(models.Model):
    """A worker that lives: it says so every few seconds."""

    worker = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField(_("since"))
    seen_at = models.DateTimeField(_("last seen"))

    def __str__(self) -> str:
        return self.worker

"""Import sessions: what was uploaded, how it was read, and what came of each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhanggui.imports.registry import Outcome, Target, targets

if TYPE_CHECKING:
    from zhanggui.org.models import User


class State(models.TextChoices):
    MAPPING = "MAPPING", _("Columns to choose")
    CHECKING = "CHECKING", _("Being checked")
    READY = "READY", _("Ready to commit")
    COMMITTING = "COMMITTING", _("Being committed")
    DONE = "DONE", _("Done")
    CANCELLED = "CANCELLED", _("Cancelled")
    UNDOING = "UNDOING", _("Being undone")
    UNDONE = "UNDONE", _("Undone")


# Somebody waits for the work, whether a worker has it at the moment or not.
RUNNING = frozenset({State.CHECKING, State.COMMITTING, State.UNDOING})


class ImportSessionQuerySet(models.QuerySet["ImportSession"]):
    def visible_to(self, user: User) -> ImportSessionQuerySet:
        """Keep what the person's position may import, whoever uploaded it."""
        codes = [target.code for target in targets if user.has_perm(target.permission)]
        return self.filter(target_code__in=codes)


class ImportSession(models.Model):
    """One import, from the upload to the report."""

    target_code = models.CharField(_("kind"), max_length=60)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.MAPPING)
    options = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    uploaded_at = models.DateTimeField(_("uploaded"))
    checked_at = models.DateTimeField(_("checked"), null=True)
    committed_at = models.DateTimeField(_("committed"), null=True)
    undone_at = models.DateTimeField(_("undone"), null=True)
    # Rows and amounts by sheet and outcome; see tally.py.
    tally = models.JSONField(default=dict)
    # Batches that the run under way has finished: a rerun goes on after them.
    batches_done = models.PositiveIntegerField(default=0)
    # The job that checks, commits or undoes it: the newest.
    job = models.ForeignKey(
        "jobs.Job", models.SET_NULL, null=True, related_name="+", verbose_name=_("work")
    )

    objects = models.Manager.from_queryset(ImportSessionQuerySet)()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = (models.Index(fields=["target_code", "-id"], name="import_by_target"),)

    def __str__(self) -> str:
        return f"#{self.pk} {self.target_code}"

    def get_absolute_url(self) -> str:
        return reverse("imports:detail", args=[self.pk])

    @property
    def target(self) -> Target:
        return targets[self.target_code]

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING


class ImportFile(models.Model):
    """One uploaded file: the original as it came, sealed, and what was found in it."""

    session = models.ForeignKey(ImportSession, models.CASCADE, related_name="files")
    sheet_code = models.CharField(_("sheet"), max_length=40)
    name = models.CharField(_("file name"), max_length=200)
    size = models.BigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64, db_index=True)
    # Where both lie below the private folder: the upload, and its rows as lines of JSON.
    original = models.CharField(max_length=200)
    spool = models.CharField(max_length=200)
    # "csv utf-8 ,", "xlsx Sheet1" …: what the reader found.
    layout = models.CharField(_("layout"), max_length=80)
    header_row = models.PositiveIntegerField(_("heading row"))
    headings = models.JSONField(default=list)
    # Field name → index of the column.
    columns = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(_("rows"))

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        constraints = (
            models.UniqueConstraint(fields=["session", "sheet_code"], name="one_file_per_sheet"),
        )

    def __str__(self) -> str:
        return self.name


class ImportedRow(models.Model):
    """What was said of one row: every refused one, and the first ones of each other outcome."""

    session = models.ForeignKey(ImportSession, models.CASCADE, related_name="rows")
    sheet_code = models.CharField(max_length=40)
    number = models.PositiveIntegerField(_("row"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=[(o, o) for o in Outcome])
    key = models.CharField(_("key"), max_length=80, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    mend = models.CharField(_("what to do"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        constraints = (
            models.UniqueConstraint(
                fields=["session", "sheet_code", "number"], name="one_verdict_per_row"
            ),
        )
        indexes = (models.Index(fields=["session", "outcome", "number"], name="row_by_outcome"),)

    def __str__(self) -> str:
        return f"#{self.session_id} {self.sheet_code}:{self.number} {self.outcome}"


class ImportedChange(models.Model):
    """What one object was before the import changed it, so that the import can be undone."""

    session = models.ForeignKey(ImportSession, models.CASCADE, related_name="changes")
    subject_id = models.BigIntegerField()
    before = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"#{self.session_id}: {self.subject_id}"


class ColumnMapping(models.Model):
    """The columns that people chose for files with these headings: taken again the next time."""

    target_code = models.CharField(max_length=60)
    sheet_code = models.CharField(max_length=40)
    # Hash of the headings in their order.
    fingerprint = models.CharField(max_length=32)
    columns = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["target_code", "sheet_code", "fingerprint"], name="one_mapping_per_source"
            ),
        )

    def __str__(self) -> str:
        return f"{self.target_code}.{self.sheet_code} {self.fingerprint}"

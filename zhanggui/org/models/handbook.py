from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhanggui.org.models.people import User
from zhanggui.org.models.positions import Position, in_english
from zhanggui.org.rules.handbook import Basis


class VersionState(models.TextChoices):
    DRAFT = "DRAFT", _("Draft")
    SCHEDULED = "SCHEDULED", _("Scheduled")
    IN_FORCE = "IN_FORCE", _("In force")
    PAST = "PAST", _("Superseded")
    AS_WRITTEN = "AS_WRITTEN", _("As written")


class HandbookVersion(models.Model):
    """One edition of the handbook: the whole tree of its file.

    Edition 0 is the handbook as written, edition 1 the organisation made from it. Only a draft may
    change. `applied_at` is when positions and duties were made anew from it.
    """

    number = models.PositiveIntegerField(_("edition"), unique=True)
    state = models.CharField(_("state"), max_length=12, choices=VersionState.choices)
    tree = models.JSONField()
    note = models.CharField(_("what changes"), max_length=300, blank=True)
    effective_on = models.DateField(_("effective on"), null=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(_("published at"), null=True)
    applied_at = models.DateTimeField(null=True)
    readers = models.ManyToManyField(
        Position, related_name="+", verbose_name=_("who must acknowledge it")
    )

    class Meta:
        verbose_name = _("edition of the handbook")
        verbose_name_plural = _("editions of the handbook")
        constraints = (
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="IN_FORCE"), name="one_handbook_in_force"
            ),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="DRAFT"), name="one_handbook_draft"
            ),
        )
        permissions = (("publish_handbook", "Can publish the handbook"),)

    def __str__(self) -> str:
        return f"#{self.number} {self.state}"


class Acknowledgement(models.Model):
    """Somebody has read an edition of the handbook."""

    version = models.ForeignKey(HandbookVersion, models.PROTECT, related_name="acknowledgements")
    user = models.ForeignKey(User, models.PROTECT, related_name="acknowledgements")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["version", "user"], name="acknowledged_once"),
        )

    def __str__(self) -> str:
        return f"#{self.pk} {self.user_id} read {self.version_id}"


class Decision(models.TextChoices):
    OPEN = "OPEN", _("Open")
    PROPOSED = "PROPOSED", _("As proposed")
    AS_WRITTEN = "AS_WRITTEN", _("As written")
    OTHER = "OTHER", _("Otherwise")


BASES = (
    (Basis.PROVEN.value, _("Proven by the text")),
    (Basis.INFERRED.value, _("Our reading")),
    (Basis.GAP.value, _("The text is silent")),
)


class QuestionQuerySet(models.QuerySet["OpenQuestion"]):
    def undecided(self) -> QuestionQuerySet:
        """Keep what the manager must still decide: what the text itself proves needs nobody."""
        return self.filter(decision=Decision.OPEN).exclude(basis=Basis.PROVEN)


class OpenQuestion(models.Model):
    """Where the handbook contradicts itself or is silent; the proposal; and the decision.

    `appraiser_of`: codes of positions whose appraiser rests on the answer.
    """

    code = models.CharField(max_length=20, unique=True)
    rank = models.PositiveSmallIntegerField(default=0)
    topic = models.CharField(max_length=120)
    topic_en = models.CharField(max_length=120, blank=True)
    as_written = models.TextField()
    as_written_en = models.TextField(blank=True)
    proposed = models.TextField()
    proposed_en = models.TextField(blank=True)
    basis = models.CharField(_("rests on"), max_length=10, choices=BASES)
    source = models.CharField(_("place in the handbook"), max_length=60, blank=True)
    appraiser_of = models.JSONField(default=list)
    decision = models.CharField(
        _("decision"), max_length=12, choices=Decision.choices, default=Decision.OPEN
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = models.Manager.from_queryset(QuestionQuerySet)()

    class Meta:
        verbose_name = _("open question")
        verbose_name_plural = _("open questions")
        ordering = ("rank", "pk")
        permissions = (("decide_question", "Can decide open questions of the handbook"),)

    def __str__(self) -> str:
        return self.code

    def in_words(self, name: str) -> str:
        """Return `topic`, `as_written` or `proposed` in the language of the screen."""
        english = getattr(self, f"{name}_en")
        return str(english if english and in_english() else getattr(self, name))

    @property
    def in_topic(self) -> str:
        return self.in_words("topic")

    @property
    def in_as_written(self) -> str:
        return self.in_words("as_written")

    @property
    def in_proposed(self) -> str:
        return self.in_words("proposed")

    @property
    def needs_decision(self) -> bool:
        return self.decision == Decision.OPEN and self.basis != Basis.PROVEN

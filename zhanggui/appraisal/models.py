"""The month's appraisal: templates, forms, and the evidence that was frozen for them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhanggui.core.periods import Month
from zhanggui.org.models.people import codes_below

if TYPE_CHECKING:
    from zhanggui.org.models import User


class Section(models.TextChoices):
    COMMON = "COMMON", _("Department")
    POSITION = "POSITION", _("Position")
    CONDUCT = "CONDUCT", _("Conduct")


class FormTemplate(models.Model):
    """What the form of a position asks, from a month on. Never changed: a new version follows."""

    position = models.ForeignKey("org.Position", models.PROTECT, related_name="form_templates")
    version = models.PositiveSmallIntegerField(_("version"))
    valid_from = models.DateField(_("from"))
    # [{section, code, label, weight (hundredths), target, curve}], as data/templates.yaml says.
    lines = models.JSONField(default=list)

    class Meta:
        verbose_name = _("form template")
        verbose_name_plural = _("form templates")
        constraints = (
            models.UniqueConstraint(fields=["position", "version"], name="one_template_a_version"),
        )

    def __str__(self) -> str:
        return f"{self.position_id} v{self.version}"


class Evidence(models.Model):
    """One figure as it stood when the month was frozen, with the rows that it was computed from.

    `person` is empty for a figure of the department, which every form of the month shares.
    """

    indicator = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    month = models.DateField()
    person = models.ForeignKey("org.User", models.PROTECT, null=True, related_name="evidence")
    # Exact decimals, written out.
    numerator = models.CharField(max_length=40)
    denominator = models.CharField(max_length=40)
    n = models.PositiveIntegerField()
    rows = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = (
            models.UniqueConstraint(
                fields=["indicator", "month", "person"],
                condition=Q(person__isnull=False),
                name="one_evidence_a_person",
            ),
            models.UniqueConstraint(
                fields=["indicator", "month"],
                condition=Q(person=None),
                name="one_evidence_a_department",
            ),
        )

    def __str__(self) -> str:
        return f"#{self.pk} {self.indicator} {self.month:%Y-%m}"

    @property
    def value(self) -> Decimal | None:
        """The figure itself; None when there was nothing to measure."""
        denominator = Decimal(self.denominator)
        return Decimal(self.numerator) / denominator if denominator else None


class FormState(models.TextChoices):
    """Whom a form waits for."""

    SELF = "SELF", _("Self-rating")
    APPRAISER = "APPRAISER", _("Appraisal")
    REVIEW = "REVIEW", _("Review")
    PUBLISHED = "PUBLISHED", _("Published")
    FINAL = "FINAL", _("Final")
    LOCKED = "LOCKED", _("Locked")


class FormQuerySet(models.QuerySet["Form"]):
    def visible_to(self, user: User) -> FormQuerySet:
        """Keep one's own forms, those one appraises or reviews, and those of positions below."""
        below = Q(position__code__in=codes_below(user, Now()))
        return self.filter(Q(person=user) | Q(appraiser=user) | Q(reviewer=user) | below)

    def waiting_for(self, user: User) -> FormQuerySet:
        """Keep the forms that cannot go on before this person acts."""
        return self.filter(
            Q(state=FormState.SELF, person=user)
            | Q(state=FormState.APPRAISER, appraiser=user)
            | Q(state=FormState.REVIEW, reviewer=user)
            | Q(state=FormState.PUBLISHED, person=user)
        )


class Form(models.Model):
    """One person's appraisal of one month in one position (月度日常工作考评表)."""

    person = models.ForeignKey("org.User", models.PROTECT, related_name="forms")
    position = models.ForeignKey("org.Position", models.PROTECT, related_name="forms")
    month = models.DateField(_("month"))
    template = models.ForeignKey(FormTemplate, models.PROTECT, related_name="forms")
    state = models.CharField(_("state"), max_length=10, choices=FormState, default=FormState.SELF)
    appraiser = models.ForeignKey("org.User", models.PROTECT, related_name="+")
    reviewer = models.ForeignKey("org.User", models.PROTECT, related_name="+")
    # In hundredths; empty until the appraiser has scored.
    base = models.IntegerField(_("base"), null=True)
    total = models.IntegerField(_("total"), null=True)
    grade = models.CharField(_("grade"), max_length=2, blank=True)
    coefficient = models.PositiveSmallIntegerField(_("coefficient"), null=True)
    digest = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(_("evidence frozen"))

    objects = models.Manager.from_queryset(FormQuerySet)()

    class Meta:
        verbose_name = _("appraisal form")
        verbose_name_plural = _("appraisal forms")
        constraints = (
            models.UniqueConstraint(fields=["person", "position", "month"], name="one_form_a_seat"),
            models.CheckConstraint(
                condition=~Q(appraiser=F("person")) & ~Q(reviewer=F("person")),
                name="nobody_appraises_themselves",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("SELF", "APPRAISER")) | Q(total__isnull=False),
                name="scored_form_has_a_total",
            ),
        )
        indexes = (
            models.Index(fields=["month", "state"], name="form_by_month"),
            models.Index(fields=["appraiser", "state"], name="form_by_appraiser"),
        )

    def __str__(self) -> str:
        return f"#{self.pk} {self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        return reverse("appraisal:form", args=[self.pk])

    @property
    def period(self) -> Month:
        return Month.of(self.month)

    @property
    def is_fixed(self) -> bool:
        """Whether its figures stand: nothing may change them but a correction."""
        return self.state in {FormState.PUBLISHED, FormState.FINAL, FormState.LOCKED}


class FormLine(models.Model):
    """One line of a form: an indicator with its evidence, or something the appraiser rates."""

    form = models.ForeignKey(Form, models.PROTECT, related_name="lines")
    rank = models.PositiveSmallIntegerField()
    section = models.CharField(_("section"), max_length=10, choices=Section)
    code = models.CharField(max_length=80)
    label = models.CharField(_("indicator"), max_length=80)
    unit = models.CharField(max_length=12, blank=True)
    weight = models.PositiveIntegerField(_("weight"))  # hundredths of a per cent point
    target = models.CharField(_("target"), max_length=20, blank=True)
    curve = models.JSONField(default=dict)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="lines")
    value = models.CharField(_("actual"), max_length=40, blank=True)  # in the unit shown
    self_rating = models.PositiveSmallIntegerField(_("self"), null=True)
    rating = models.PositiveSmallIntegerField(_("rating"), null=True)
    comment = models.TextField(_("comment"), blank=True)
    score = models.IntegerField(_("score"), null=True)  # hundredths; empty: not measured
    counted = models.IntegerField(_("counts"), null=True)  # what it adds to the base, hundredths

    class Meta:
        verbose_name = _("line of a form")
        verbose_name_plural = _("lines of a form")
        constraints = (
            models.UniqueConstraint(fields=["form", "code"], name="one_line_a_code"),
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__range=(1, 5)), name="rating_is_1_to_5"
            ),
        )

    def __str__(self) -> str:
        return f"#{self.pk} {self.code}"

    @property
    def is_rated(self) -> bool:
        return bool(self.curve.get("kind") == "rated")


class Transition(models.Model):
    """A step of a form: who, when, in words; each row seals the one before it."""

    form = models.ForeignKey(Form, models.PROTECT, related_name="transitions")
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10, choices=FormState)
    by = models.ForeignKey("org.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("step of a form")
        verbose_name_plural = _("steps of a form")
        indexes = (models.Index(fields=["form", "id"], name="transition_by_form"),)

    def __str__(self) -> str:
        return f"#{self.pk} {self.from_state}→{self.to_state}"

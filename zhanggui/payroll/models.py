"""Pay: terms, runs and slips. Every amount is sealed at rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhanggui.core.fields import EncryptedFenField, EncryptedTextField
from zhanggui.core.periods import Month
from zhanggui.payroll.permissions import Can
from zhanggui.payroll.rules.insurance import Scheme

if TYPE_CHECKING:
    from zhanggui.org.models import User


class PayTerms(models.Model):
    """What somebody is paid from a day on. Never changed: new terms follow."""

    person = models.ForeignKey("org.User", models.PROTECT, related_name="pay_terms")
    valid_from = models.DateField(_("from"))
    post_fen = EncryptedFenField(_("monthly post wage"))
    performance_fen = EncryptedFenField(_("performance base"))
    # Last year's average monthly wage: what insurance and fund are computed on, within bounds.
    average_fen = EncryptedFenField(_("last year's average wage"))
    set_by = models.ForeignKey("org.User", models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = _("pay terms")
        verbose_name_plural = _("pay terms")
        constraints = (
            models.UniqueConstraint(fields=["person", "valid_from"], name="one_terms_a_day"),
        )

    def __str__(self) -> str:
        return f"#{self.pk} {self.valid_from}"


class InsuranceScheme(models.Model):
    """A city's insurance figures from a day on; a person confirms them before they are used."""

    city = models.CharField(_("city"), max_length=40)
    valid_from = models.DateField(_("from"))
    floor_fen = models.BigIntegerField(_("insurance floor"))
    ceiling_fen = models.BigIntegerField(_("insurance ceiling"))
    fund_floor_fen = models.BigIntegerField(_("fund floor"))
    fund_ceiling_fen = models.BigIntegerField(_("fund ceiling"))
    fund_bp = models.PositiveSmallIntegerField(_("fund rate (bp)"), default=500)
    minimum_wage_fen = models.BigIntegerField(_("minimum wage"))
    confirmed_by = models.ForeignKey("org.User", models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("insurance figures")
        verbose_name_plural = _("insurance figures")
        constraints = (
            models.UniqueConstraint(fields=["city", "valid_from"], name="one_scheme_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.city} {self.valid_from}"

    @property
    def figures(self) -> Scheme:
        return Scheme(
            floor_fen=self.floor_fen,
            ceiling_fen=self.ceiling_fen,
            fund_floor_fen=self.fund_floor_fen,
            fund_ceiling_fen=self.fund_ceiling_fen,
            fund_bp=self.fund_bp,
        )


class RunState(models.TextChoices):
    PREPARED = "PREPARED", _("Prepared")
    APPROVED = "APPROVED", _("Approved")


class PayRun(models.Model):
    """One month's pay of everybody: prepared by one, approved by another, then locked."""

    month = models.DateField(_("month"), unique=True)
    pay_on = models.DateField(_("pay day"))
    scheme = models.ForeignKey(InsuranceScheme, models.PROTECT, related_name="runs")
    state = models.CharField(_("state"), max_length=10, choices=RunState, default=RunState.PREPARED)
    prepared_by = models.ForeignKey("org.User", models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(_("prepared"))
    approved_by = models.ForeignKey("org.User", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(_("approved"), null=True)

    class Meta:
        verbose_name = _("pay run")
        verbose_name_plural = _("pay runs")
        permissions = (("approve_run", "Can approve a pay run"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("prepared_by")),
                name="approver_is_not_preparer",
            ),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        return reverse("payroll:run", args=[self.pk])

    @property
    def period(self) -> Month:
        return Month.of(self.month)


class PayslipQuerySet(models.QuerySet["Payslip"]):
    def visible_to(self, user: User) -> PayslipQuerySet:
        """Keep one's own slips of approved runs; all for those who look after pay."""
        if user.has_perm(Can.LOOK):
            return self
        return self.filter(person=user, run__state=RunState.APPROVED)


class Payslip(models.Model):
    """One person's pay for a month; its totals are the sums of its printed lines."""

    run = models.ForeignKey(PayRun, models.CASCADE, related_name="slips")
    person = models.ForeignKey("org.User", models.PROTECT, related_name="payslips")
    form = models.ForeignKey("appraisal.Form", models.PROTECT, null=True, related_name="payslips")
    form_digest = models.CharField(max_length=64, blank=True)
    gross_fen = EncryptedFenField(_("gross"))
    special_fen = EncryptedFenField(_("insurance and fund"))
    tax_fen = EncryptedFenField(_("income tax"))
    net_fen = EncryptedFenField(_("net"))
    basic_months = models.PositiveSmallIntegerField(default=1)

    objects = models.Manager.from_queryset(PayslipQuerySet)()

    class Meta:
        verbose_name = _("payslip")
        verbose_name_plural = _("payslips")
        constraints = (models.UniqueConstraint(fields=["run", "person"], name="one_slip_a_run"),)

    def __str__(self) -> str:
        return f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("payroll:slip", args=[self.pk])


class LineKind(models.TextChoices):
    EARNING = "EARNING", _("Earnings")
    KEPT = "KEPT", _("Kept back")
    TAX = "TAX", _("Income tax")


class PayslipLine(models.Model):
    """One printed line: what, how much, in words how it came about, and where it opens to."""

    slip = models.ForeignKey(Payslip, models.CASCADE, related_name="lines")
    rank = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=LineKind)
    code = models.CharField(max_length=30)
    label = models.CharField(max_length=60)
    words = EncryptedTextField(_("how it was computed"), blank=True)
    amount_fen = EncryptedFenField(_("amount"))
    source_url = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("line of a payslip")
        verbose_name_plural = _("lines of a payslip")
        constraints = (models.UniqueConstraint(fields=["slip", "code"], name="one_pay_line"),)

    def __str__(self) -> str:
        return f"#{self.pk} {self.code}"

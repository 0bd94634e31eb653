"""Parcels that left, under whose number, and what the platform was told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhanggui.shops.models import Platform, Shop

if TYPE_CHECKING:
    from zhanggui.org.models import User


# The platforms that learn tracking numbers from a file of ours.
TOLD_BY_FILE = (Platform.TMALL, Platform.TAOBAO)


class Carrier(models.Model):
    """Who carries parcels. `sure` and `usual` are shapes of its numbers (see rules.py)."""

    code = models.CharField(_("carrier code"), max_length=20, unique=True)
    platform_id = models.CharField(_("platform id"), max_length=20, blank=True)
    name = models.CharField(_("carrier name"), max_length=40, unique=True)
    # Other names that people and files use, separated by spaces.
    aliases = models.CharField(_("other names"), max_length=200, blank=True)
    sure = models.CharField(max_length=400, blank=True)
    usual = models.CharField(max_length=400, blank=True)
    rank = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("carrier")
        verbose_name_plural = _("carriers")
        ordering = ("rank", "code")

    def __str__(self) -> str:
        return self.name


class ParcelState(models.TextChoices):
    SHIPPED = "SHIPPED", _("Shipped")
    # Its number was wrong: another parcel stands in its place, or none.
    VOID = "VOID", _("Void")


class ParcelQuerySet(models.QuerySet["Parcel"]):
    def visible_to(self, user: User) -> ParcelQuerySet:
        """Keep the parcels of the shops that the person works for."""
        return self.filter(order__shop__in=Shop.objects.visible_to(user))

    def live(self) -> ParcelQuerySet:
        return self.exclude(state=ParcelState.VOID)

    def untold(self) -> ParcelQuerySet:
        """Keep the live parcels of platform shops that no dispatch file names."""
        return self.live().filter(dispatch_row=None, order__shop__platform__in=TOLD_BY_FILE)


class Parcel(models.Model):
    """Goods of one order under one tracking number. Changed by the services of this app only."""

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="parcels")
    carrier = models.ForeignKey(Carrier, models.PROTECT, related_name="parcels")
    number = models.CharField(_("tracking number"), max_length=35)
    state = models.CharField(
        _("state"), max_length=10, choices=ParcelState, default=ParcelState.SHIPPED
    )
    entered_by = models.ForeignKey(
        "org.User", models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"))
    # Until when the number had to be entered to be in time; see rules.due_at().
    due_at = models.DateTimeField(_("due"), null=True)
    shipped_at = models.DateTimeField(_("shipped at"))
    # The parcel whose wrong number this one mends.
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="corrected_by_parcel"
    )
    void_at = models.DateTimeField(_("void since"), null=True)
    void_by = models.ForeignKey("org.User", models.PROTECT, null=True, related_name="+")
    void_reason = models.CharField(_("reason"), max_length=200, blank=True)
    # Whether the number was a mistake of who entered it.
    was_error = models.BooleanField(_("entry error"), default=False)

    objects = models.Manager.from_queryset(ParcelQuerySet)()

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        constraints = (
            models.UniqueConstraint(
                fields=["carrier", "number"],
                condition=~Q(state="VOID"),
                name="one_live_parcel_per_number",
            ),
            models.CheckConstraint(
                condition=~Q(state="VOID") | Q(void_at__isnull=False, void_by__isnull=False),
                name="void_parcel_says_who_and_when",
            ),
        )
        indexes = (
            models.Index(fields=["number"], name="parcel_by_number"),
            models.Index(fields=["-entered_at", "-id"], name="parcel_newest_first"),
            models.Index(fields=["entered_by", "entered_at"], name="parcel_by_person"),
            models.Index(fields=["void_at"], name="parcel_voided", condition=Q(state="VOID")),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def is_live(self) -> bool:
        return self.state != ParcelState.VOID


class ParcelLine(models.Model):
    """How much of an order line is in a parcel."""

    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="lines")
    order_line = models.ForeignKey("orders.OrderLine", models.PROTECT, related_name="parcel_lines")
    quantity = models.PositiveIntegerField(_("quantity"))

    class Meta:
        verbose_name = _("parcel line")
        verbose_name_plural = _("parcel lines")
        constraints = (
            models.UniqueConstraint(fields=["parcel", "order_line"], name="one_line_per_parcel"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="parcel_line_has_quantity"),
        )

    def __str__(self) -> str:
        return f"#{self.parcel_id} {self.order_line_id}×{self.quantity}"


class Draft(models.Model):
    """One row of a person's entry sheet, before it is entered: survives a closed browser.

    A row without a number waits for it: the order was scanned, the waybill comes next.
    """

    user = models.ForeignKey("org.User", models.CASCADE, related_name="tracking_drafts")
    order_number = models.CharField(_("order number"), max_length=60, blank=True)
    number = models.CharField(_("tracking number"), max_length=60, blank=True)
    # Chosen by the person; empty: guessed from the number.
    carrier = models.ForeignKey(Carrier, models.CASCADE, null=True, related_name="+")
    # The person read the warning and stands by the number.
    accepted = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("entry row")
        verbose_name_plural = _("entry rows")
        indexes = (models.Index(fields=["user", "id"], name="draft_by_user"),)

    def __str__(self) -> str:
        return f"{self.order_number} {self.number}"


class FileFormat(models.TextChoices):
    CSV = "csv", _("CSV (GBK)")
    XLSX = "xlsx", _("Excel (xlsx)")


class DispatchTemplate(models.Model):
    """How a platform wants its batch-shipping file: headings and what stands below them.

    A shop without one uses rules.DEFAULT_COLUMNS.
    """

    shop = models.OneToOneField("shops.Shop", models.CASCADE, related_name="dispatch_template")
    # A list of [heading, field]: field is one of rules.FIELDS, or "=" and a fixed text.
    columns = models.JSONField(_("columns"), default=list)
    file_format = models.CharField(
        _("format"), max_length=4, choices=FileFormat, default=FileFormat.CSV
    )
    changed_by = models.ForeignKey("org.User", models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("dispatch template")
        verbose_name_plural = _("dispatch templates")

    def __str__(self) -> str:
        return f"#{self.pk} {self.file_format}"


class DispatchFileQuerySet(models.QuerySet["DispatchFile"]):
    def visible_to(self, user: User) -> DispatchFileQuerySet:
        """Keep the files of the shops that the person works for."""
        return self.filter(shop__in=Shop.objects.visible_to(user))


class DispatchFile(models.Model):
    """A batch-shipping file for one shop. Drawn from its rows: a second download is the same."""

    shop = models.ForeignKey("shops.Shop", models.PROTECT, related_name="dispatch_files")
    # The template as it was.
    columns = models.JSONField(_("columns"))
    file_format = models.CharField(_("format"), max_length=4, choices=FileFormat)
    made_by = models.ForeignKey(
        "org.User", models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"))
    sent_by = models.ForeignKey("org.User", models.PROTECT, null=True, related_name="+")
    # When a person said that the platform took it.
    sent_at = models.DateTimeField(_("handed over at"), null=True)

    objects = models.Manager.from_queryset(DispatchFileQuerySet)()

    class Meta:
        verbose_name = _("dispatch file")
        verbose_name_plural = _("dispatch files")
        indexes = (models.Index(fields=["shop", "-made_at"], name="dispatch_file_by_shop"),)

    def __str__(self) -> str:
        return f"#{self.pk}"


class DispatchRow(models.Model):
    """One parcel that a file tells of: each parcel is told once."""

    file = models.ForeignKey(DispatchFile, models.PROTECT, related_name="rows")
    parcel = models.OneToOneField(Parcel, models.PROTECT, related_name="dispatch_row")

    class Meta:
        verbose_name = _("row of a dispatch file")
        verbose_name_plural = _("rows of a dispatch file")

    def __str__(self) -> str:
        return f"#{self.file_id} {self.parcel_id}"

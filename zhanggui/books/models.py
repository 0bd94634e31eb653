"""The books: vouchers that balance and are never changed. A mistake is reversed in red."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhanggui.books.rules import Role
from zhanggui.shops.models import Shop

if TYPE_CHECKING:
    from zhanggui.org.models import User


class Side(models.TextChoices):
    DEBIT = "DEBIT", _("Debit")
    CREDIT = "CREDIT", _("Credit")


class Account(models.Model):
    """One account of the chart. `role` says what the software posts to it."""

    code = models.CharField(_("account number"), max_length=20, unique=True)
    name = models.CharField(_("account"), max_length=60)
    side = models.CharField(_("side"), max_length=6, choices=Side)
    role = models.CharField(
        max_length=20, choices=[(role.value, role.value) for role in Role], null=True, unique=True
    )

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Period(models.Model):
    """One month of the books: its next voucher number, and whether it takes more vouchers."""

    first_day = models.DateField(_("month"), unique=True)
    next_number = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField(_("books closed at"), null=True)
    closed_by = models.ForeignKey("org.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("period")
        verbose_name_plural = _("periods")
        permissions = (("close_period", _("Close a period")),)

    def __str__(self) -> str:
        return f"{self.first_day:%Y-%m}"


class VoucherKind(models.TextChoices):
    SALE = "SALE", _("Sale")


class VoucherState(models.TextChoices):
    LIVE = "LIVE", _("Posted")
    REVERSED = "REVERSED", _("Reversed")
    # A reversal itself: the same lines in red.
    RED = "RED", _("Red")


class ReversalReason(models.TextChoices):
    """Why a voucher was reversed. Found out by the software, so that nobody picks their guilt."""

    ENTRY_ERROR = "ENTRY_ERROR", _("Wrong entry")
    TAKEN_BACK = "TAKEN_BACK", _("Shipment taken back")
    PRICE_CHANGED = "PRICE_CHANGED", _("What the buyer pays has changed")


class AppendOnlyError(Exception):
    """Something posted was to be changed or deleted: a mistake is reversed instead."""


class VoucherQuerySet(models.QuerySet["Voucher"]):
    def update(self, **_values: Any) -> int:
        """Refuse."""
        raise AppendOnlyError("Vouchers are never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise AppendOnlyError("Vouchers are never deleted")

    def visible_to(self, user: User) -> VoucherQuerySet:
        """Keep the vouchers of the shops that the person works for."""
        return self.filter(shop__in=Shop.objects.visible_to(user))

    def live(self) -> VoucherQuerySet:
        return self.filter(state=VoucherState.LIVE)


class Voucher(models.Model):
    """One balanced posting. Only `state` ever changes, once: from LIVE to REVERSED."""

    kind = models.CharField(_("kind"), max_length=10, choices=VoucherKind)
    # What it is about: "orders.order" and its id.
    document_type = models.CharField(max_length=50)
    document_id = models.BigIntegerField()
    document_number = models.CharField(_("document"), max_length=60)
    shop = models.ForeignKey("shops.Shop", models.PROTECT, related_name="vouchers")
    period = models.ForeignKey(Period, models.PROTECT, related_name="vouchers")
    number = models.PositiveIntegerField(_("voucher number"))
    date = models.DateField(_("date"))
    state = models.CharField(
        _("state"), max_length=10, choices=VoucherState, default=VoucherState.LIVE
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversal", verbose_name=_("reverses")
    )
    reason = models.CharField(_("reason"), max_length=15, choices=ReversalReason, blank=True)
    note = models.CharField(_("voucher note"), max_length=200, blank=True)
    # Posted again after a reversal: does not count as work a second time.
    is_repost = models.BooleanField(default=False)
    # What the buyer pays, VAT included: the receivable.
    receivable_fen = models.BigIntegerField(_("receivable (fen)"))
    debit_fen = models.BigIntegerField(_("debit (fen)"))
    credit_fen = models.BigIntegerField(_("credit (fen)"))
    made_by = models.ForeignKey(
        "org.User", models.PROTECT, related_name="+", verbose_name=_("voucher made by")
    )
    made_at = models.DateTimeField(_("voucher made at"))
    # Until when the document had to be posted; see rules.due_at().
    due_at = models.DateTimeField(_("to be posted by"))

    objects = models.Manager.from_queryset(VoucherQuerySet)()

    class Meta:
        verbose_name = _("voucher")
        verbose_name_plural = _("vouchers")
        permissions = (("reverse_voucher", _("Reverse a voucher")),)
        constraints = (
            models.UniqueConstraint(
                fields=["document_type", "document_id", "kind"],
                condition=Q(state="LIVE"),
                name="one_live_voucher_per_document",
            ),
            models.UniqueConstraint(fields=["period", "number"], name="one_voucher_per_number"),
            models.CheckConstraint(condition=Q(debit_fen=F("credit_fen")), name="voucher_balances"),
            models.CheckConstraint(
                condition=Q(state="RED", reverses__isnull=False)
                | (~Q(state="RED") & Q(reverses__isnull=True)),
                name="red_voucher_reverses_one",
            ),
        )
        indexes = (
            models.Index(fields=["-date", "-number"], name="voucher_newest_first"),
            models.Index(fields=["made_by", "made_at"], name="voucher_by_person"),
            models.Index(fields=["document_type", "document_id"], name="voucher_by_document"),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new voucher, or that it is reversed.

        :raises AppendOnlyError: if anything but the state is to change
        """
        if not self._state.adding and list(kwargs.get("update_fields") or ()) != ["state"]:
            raise AppendOnlyError("Vouchers are never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise AppendOnlyError("Vouchers are never deleted")

    @property
    def name(self) -> str:
        """What accountants call it: 记-0042 within its month."""
        return f"记-{self.number:04d}"


class VoucherLineQuerySet(models.QuerySet["VoucherLine"]):
    def update(self, **_values: Any) -> int:
        """Refuse."""
        raise AppendOnlyError("Lines of vouchers are never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise AppendOnlyError("Lines of vouchers are never deleted")


class VoucherLine(models.Model):
    """One line of a voucher. Never changed."""

    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, models.PROTECT, related_name="lines")
    debit_fen = models.BigIntegerField(_("debit (fen)"), default=0)
    credit_fen = models.BigIntegerField(_("credit (fen)"), default=0)
    text = models.CharField(_("text"), max_length=120)
    sku = models.ForeignKey(
        "catalog.Sku", models.PROTECT, null=True, related_name="+", verbose_name="SKU"
    )
    quantity = models.IntegerField(_("quantity"), default=0)

    objects = models.Manager.from_queryset(VoucherLineQuerySet)()

    class Meta:
        verbose_name = _("voucher line")
        verbose_name_plural = _("voucher lines")
        constraints = (
            models.CheckConstraint(
                condition=Q(debit_fen=0) | Q(credit_fen=0), name="voucher_line_has_one_side"
            ),
        )

    def __str__(self) -> str:
        return f"#{self.voucher_id} {self.account_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new line.

        :raises AppendOnlyError: if it was written before
        """
        if not self._state.adding:
            raise AppendOnlyError("Lines of vouchers are never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise AppendOnlyError("Lines of vouchers are never deleted")


class DayClose(models.Model):
    """A day of a shop, signed: what was shipped and what was posted agreed, fen for fen."""

    shop = models.ForeignKey("shops.Shop", models.PROTECT, related_name="day_closes")
    day = models.DateField(_("day"))
    orders = models.PositiveIntegerField(_("number of orders"))
    shipped_fen = models.BigIntegerField(_("shipped (fen)"))
    posted_fen = models.BigIntegerField(_("posted (fen)"))
    signed_by = models.ForeignKey(
        "org.User", models.PROTECT, related_name="+", verbose_name=_("signed by")
    )
    signed_at = models.DateTimeField(_("signed at"))

    class Meta:
        verbose_name = _("day close")
        verbose_name_plural = _("day closes")
        constraints = (
            models.UniqueConstraint(fields=["shop", "day"], name="one_close_per_day"),
            models.CheckConstraint(
                condition=Q(shipped_fen=F("posted_fen")), name="signed_day_agrees"
            ),
        )
        indexes = (models.Index(fields=["day"], name="day_close_by_day"),)

    def __str__(self) -> str:
        return f"#{self.shop_id} {self.day}"


class ExportFileQuerySet(models.QuerySet["ExportFile"]):
    def visible_to(self, user: User) -> ExportFileQuerySet:
        """Keep the files that hold no voucher of a shop that the person does not work for."""
        foreign = Shop.objects.exclude(pk__in=Shop.objects.visible_to(user))
        return self.exclude(rows__voucher__shop__in=foreign)


class ExportFile(models.Model):
    """Vouchers handed to the outside ERP. Drawn from its rows: a second download is the same."""

    made_by = models.ForeignKey(
        "org.User", models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"))

    objects = models.Manager.from_queryset(ExportFileQuerySet)()

    class Meta:
        verbose_name = _("export to the ERP")
        verbose_name_plural = _("exports to the ERP")

    def __str__(self) -> str:
        return f"#{self.pk}"


class ExportRow(models.Model):
    """A voucher in an export: each goes out once."""

    file = models.ForeignKey(ExportFile, models.PROTECT, related_name="rows")
    voucher = models.OneToOneField(Voucher, models.PROTECT, related_name="export_row")

    class Meta:
        verbose_name = _("row of an export")
        verbose_name_plural = _("rows of an export")

    def __str__(self) -> str:
        return f"#{self.file_id} {self.voucher_id}"

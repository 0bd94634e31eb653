"""Double-entry stock: moves are the truth, levels a cache proved equal to their sum."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class LocationKind(models.TextChoices):
    STORAGE = "STORAGE", _("Storage")
    SUPPLIER = "SUPPLIER", _("Supplier")
    CUSTOMER = "CUSTOMER", _("Customer")
    ADJUSTMENT = "ADJUSTMENT", _("Adjustment")
    TRANSIT = "TRANSIT", _("In transit")
    SCRAP = "SCRAP", _("Scrap")


class Location(models.Model):
    """A place that goods move between. Only STORAGE places count as stock of ours."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=50)
    kind = models.CharField(_("kind"), max_length=10, choices=LocationKind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")

    def __str__(self) -> str:
        return self.code


class Condition(models.TextChoices):
    GOOD = "GOOD", _("Good")
    DEFECT = "DEFECT", _("Defective")


class AppendOnlyError(Exception):
    """A move was to be changed or deleted: a mistake is moved back instead."""


class MoveQuerySet(models.QuerySet["Move"]):
    def update(self, **_values: Any) -> int:
        """Refuse."""
        raise AppendOnlyError("Moves are never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise AppendOnlyError("Moves are never deleted")


class Move(models.Model):
    """Goods that went from one place to another. Never changed; a mistake is moved back."""

    sku = models.ForeignKey("catalog.Sku", models.PROTECT, related_name="moves")
    source = models.ForeignKey(Location, models.PROTECT, related_name="moves_out")
    destination = models.ForeignKey(Location, models.PROTECT, related_name="moves_in")
    condition = models.CharField(max_length=10, choices=Condition, default=Condition.GOOD)
    quantity = models.PositiveIntegerField(_("quantity"))
    # The document that moved it: "opening", "orders.order" + its id …; unique with `origin_line`.
    origin_type = models.CharField(_("document"), max_length=50)
    origin_id = models.BigIntegerField()
    origin_line = models.BigIntegerField(default=0)
    unit_cost_fen = models.BigIntegerField(_("unit cost (fen)"), default=0)
    happened_at = models.DateTimeField(_("when"))

    objects = models.Manager.from_queryset(MoveQuerySet)()

    class Meta:
        verbose_name = _("stock move")
        verbose_name_plural = _("stock moves")
        constraints = (
            models.CheckConstraint(condition=Q(quantity__gt=0), name="move_has_quantity"),
            models.CheckConstraint(
                condition=~Q(source=F("destination")), name="move_goes_elsewhere"
            ),
            models.UniqueConstraint(
                fields=["origin_type", "origin_id", "origin_line"], name="one_move_per_origin"
            ),
        )
        indexes = (models.Index(fields=["sku", "happened_at"], name="move_by_sku"),)

    def __str__(self) -> str:
        return f"#{self.pk} {self.sku_id}×{self.quantity}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new move.

        :raises AppendOnlyError: if it was written before
        """
        if not self._state.adding:
            raise AppendOnlyError("Moves are never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise AppendOnlyError("Moves are never deleted")


class StockLevel(models.Model):
    """How much of a SKU stands at a storage place, and how much of that is promised."""

    sku = models.ForeignKey("catalog.Sku", models.PROTECT, related_name="levels")
    location = models.ForeignKey(Location, models.PROTECT, related_name="levels")
    condition = models.CharField(max_length=10, choices=Condition, default=Condition.GOOD)
    on_hand = models.IntegerField(_("on hand"), default=0)
    reserved = models.IntegerField(_("reserved"), default=0)

    class Meta:
        verbose_name = _("stock level")
        verbose_name_plural = _("stock levels")
        permissions = (("record_opening", _("Record opening stock")),)
        constraints = (
            models.UniqueConstraint(
                fields=["sku", "location", "condition"], name="one_level_per_place"
            ),
            models.CheckConstraint(
                condition=Q(reserved__gte=0, on_hand__gte=F("reserved")),
                name="reserved_within_on_hand",
            ),
        )

    def __str__(self) -> str:
        return f"#{self.pk} {self.sku_id}@{self.location_id}"


class ReservationState(models.TextChoices):
    OPEN = "OPEN", _("Open")
    CONSUMED = "CONSUMED", _("Shipped")
    RELEASED = "RELEASED", _("Released")


class Reservation(models.Model):
    """Stock promised to one line of a document."""

    level = models.ForeignKey(StockLevel, models.PROTECT, related_name="reservations")
    origin_type = models.CharField(max_length=50)
    origin_id = models.BigIntegerField()
    quantity = models.PositiveIntegerField(_("quantity"))
    state = models.CharField(max_length=10, choices=ReservationState, default=ReservationState.OPEN)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        constraints = (
            models.UniqueConstraint(
                fields=["origin_type", "origin_id", "level"],
                condition=Q(state="OPEN"),
                name="one_open_reservation_per_line",
            ),
        )
        indexes = (
            models.Index(fields=["origin_type", "origin_id"], name="reservation_by_line"),
            models.Index(fields=["level"], name="reservation_open", condition=Q(state="OPEN")),
        )

    def __str__(self) -> str:
        return f"#{self.pk} {self.quantity} for {self.origin_type}:{self.origin_id}"


class Proof(models.Model):
    """One run of the proof that levels equal the sum of their moves, and promises theirs."""

    ran_at = models.DateTimeField(_("when"))
    levels = models.PositiveIntegerField(_("levels checked"))
    # What did not add up: level, SKU, place, what it says, what the rows add up to.
    differences = models.JSONField(_("differences"), default=list)

    class Meta:
        verbose_name = _("stock proof")
        verbose_name_plural = _("stock proofs")

    def __str__(self) -> str:
        return f"#{self.pk} {self.ran_at}"

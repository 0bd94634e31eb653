"""The product library: changed by hand, or by a sheet."""

from zhanggui.catalog.services.editing import (
    CannotSaveError,
    add_product,
    add_sku,
    change_product,
    change_sku,
    save_line,
)
from zhanggui.catalog.services.sheet import Plan, Said, plan_rows, store_plans, take_back, undo_note

__all__ = [
    "CannotSaveError",
    "Plan",
    "Said",
    "add_product",
    "add_sku",
    "change_product",
    "change_sku",
    "plan_rows",
    "save_line",
    "store_plans",
    "take_back",
    "undo_note",
]

"""Sheets that bring goods in, as targets of the import session."""

from zhanggui.inventory.targets.opening import OPENING
from zhanggui.inventory.targets.products import PRODUCTS

__all__ = ["OPENING", "PRODUCTS"]

"""The one list of the product. A screen declares a RowList and answers with render_list()."""

from zhanggui.core.lists.answers import chosen, confirm_many, render_list
from zhanggui.core.lists.saved import SavedView, keep_views_in
from zhanggui.core.lists.spec import BulkAct, Column, Kind, Preset, RowList

__all__ = [
    "BulkAct",
    "Column",
    "Kind",
    "Preset",
    "RowList",
    "SavedView",
    "chosen",
    "confirm_many",
    "keep_views_in",
    "render_list",
]

"""What a list is made of: declared once, as data, by the app that owns the rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Kind(StrEnum):
    """How a column's value is shown, aligned and exported."""

    TEXT = "text"
    CODE = "code"  # long numbers and codes: monospace, text in Excel
    MONEY = "money"  # fen
    NUMBER = "number"
    PERCENT = "percent"  # 0.981 → 98.1 %
    DATE = "date"
    MOMENT = "moment"  # relative, exact on hover
    DUE = "due"  # a deadline: what is left, cinnabar when missed
    STATE = "state"  # dot and word
    PICTURE = "picture"  # an address of an image


NUMBERS = frozenset({Kind.MONEY, Kind.NUMBER, Kind.PERCENT})


@dataclass(frozen=True)
class Column:
    """One column.

    `name` is its code in the address and, unless `value` is given, the attribute path of the row
    ("shop.name"; a method without arguments is called). `sort` is the field to order by, `cell` a
    template that gets `row` and `value`. `tone` gives the state's colour, by value or from the row.
    `total` adds the chosen rows up in the foot bar; `shown` False waits in the column menu.
    """

    name: str
    label: Text
    kind: Kind = Kind.TEXT
    value: Callable[[Any], Any] | None = None
    sort: str = ""
    cell: str = ""
    tone: Mapping[Any, str] | Callable[[Any], str] | None = None
    unit: Text = ""
    link: bool = False
    total: bool = False
    shown: bool = True
    clip: bool = False

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS


Where = Q | Callable[[HttpRequest], Q]
EVERY_ROW = Q()
SEARCH = _("Search")
NOTHING_HERE = _("Nothing here")


@dataclass(frozen=True)
class Preset:
    """A ready view: a tab above the list. `late` colours its count, `sort` its own order."""

    code: str
    label: Text
    where: Where = EVERY_ROW
    sort: str = ""
    late: bool = False
    counted: bool = True


@dataclass(frozen=True)
class BulkAct:
    """An act on the chosen rows: they are posted to `url_name` (see chosen())."""

    code: str
    label: Text
    url_name: str
    permission: str
    primary: bool = False
    danger: bool = False


@dataclass(frozen=True)
class RowList:
    """A list screen.

    `filters` is a django-filter FilterSet class; `search` narrows a queryset to a text; `opens`
    gives the address of a row; `export_permission` ("" = whoever sees the list) guards the files
    and `exported(request, count)` hears of each, to write it down. `default_sort` names a column,
    with "-" in front for descending.
    """

    code: str
    title: Text
    columns: tuple[Column, ...]
    default_sort: str = ""
    presets: tuple[Preset, ...] = ()
    filters: Any = None
    search: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
    search_hint: Text = SEARCH
    acts: tuple[BulkAct, ...] = ()
    opens: Callable[[Any], str] | None = None
    page_size: int = 50
    export: bool = True
    export_permission: str = ""
    exported: Callable[[HttpRequest, int], None] | None = None
    empty_title: Text = NOTHING_HERE
    empty_text: Text = ""

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)

    def preset(self, code: str) -> Preset | None:
        return next((preset for preset in self.presets if preset.code == code), None)

"""From a request to a page of a list: what is chosen, counted, sorted and shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property

from zhanggui.core.lists.cells import on_screen, value_of
from zhanggui.core.lists.chips import Chip, chips_of
from zhanggui.core.lists.saved import SavedView, ViewStore, view_store
from zhanggui.core.lists.spec import BulkAct, Column, Preset, RowList

TOTAL_CAP = 10_000
TAB_CAP = 999
# What the list itself reads from the address; the rest are filters.
OWN = frozenset({"view", "q", "sort", "page", "cols", "export"})


@dataclass(frozen=True)
class Count:
    """How many rows there are, counted no further than a cap."""

    number: int
    capped: bool

    def __str__(self) -> str:
        return f"{self.number:,}+" if self.capped else f"{self.number:,}"


def count_up_to(queryset: QuerySet[Any], cap: int) -> Count:
    """Count rows, but stop one past the cap: never walk a million of them for a label."""
    found = queryset.order_by()[: cap + 1].values_list("pk").count()
    return Count(min(found, cap), found > cap)


@dataclass(frozen=True)
class Row:
    pk: Any
    url: str
    cells: Sequence[tuple[Column, str]]
    total: int


@dataclass(frozen=True)
class Tab:
    preset: Preset
    url: str
    count: Count | None
    active: bool


class ListPage:
    """What a list template shows. Each part is computed when it is first asked for."""

    def __init__(self, spec: RowList, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.spec = spec
        self.request = request
        self.base = queryset
        self.query: QueryDict = request.GET

    @cached_property
    def preset(self) -> Preset | None:
        """The tab that is open: the one asked for, else the first."""
        found = self.spec.preset(self.query.get("view", ""))
        return found or (self.spec.presets[0] if self.spec.presets else None)

    @property
    def text(self) -> str:
        return self.query.get("q", "").strip().replace("\0", "")

    @cached_property
    def filterset(self) -> Any:
        return self.spec.filters(self.query, queryset=self.base, request=self.request)

    @cached_property
    def chips(self) -> list[Chip]:
        return chips_of(self.filterset, self.query) if self.spec.filters else []

    @cached_property
    def narrowed(self) -> QuerySet[Any]:
        """The rows before the tab: filters and search applied."""
        rows = self.base
        if self.spec.filters:
            rows = self.filterset.qs if self.filterset.form.is_valid() else rows
        if self.text and self.spec.search:
            rows = self.spec.search(rows, self.text)
        return rows

    def _of_preset(self, preset: Preset) -> QuerySet[Any]:
        where = preset.where(self.request) if callable(preset.where) else preset.where
        return self.narrowed.filter(where)

    @cached_property
    def found(self) -> QuerySet[Any]:
        """All rows that match, in no order."""
        return self._of_preset(self.preset) if self.preset else self.narrowed

    @cached_property
    def sort(self) -> str:
        """The column sorted by, "-" in front for descending."""
        asked = self.query.get("sort", "")
        column = self.spec.column(asked.removeprefix("-"))
        if column and column.sort:
            return asked
        return (self.preset.sort if self.preset else "") or self.spec.default_sort

    @cached_property
    def ordered(self) -> QuerySet[Any]:
        """All rows that match, sorted; rows that sort alike keep one order, by their keys."""
        down = self.sort.startswith("-")
        column = self.spec.column(self.sort.removeprefix("-"))
        field = column.sort if column else ""
        if not field:
            return self.found.order_by("-pk")
        order = F(field).desc() if down else F(field).asc()
        return self.found.order_by(order, "-pk" if down else "pk")

    @cached_property
    def number(self) -> int:
        asked = self.query.get("page", "1")
        return max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1

    @cached_property
    def _keys(self) -> list[Any]:
        """The keys of this page and one more. Skipping rows is cheap while it touches no joins."""
        start = (self.number - 1) * self.spec.page_size
        found = self.ordered.select_related(None).values_list("pk", flat=True)
        return list(found[start : start + self.spec.page_size + 1])

    @cached_property
    def rows(self) -> list[Row]:
        keys = self._keys[: self.spec.page_size]
        # The base, not what was found: the keys already say which rows.
        objects = {row.pk: row for row in self.base.filter(pk__in=keys).order_by()} if keys else {}
        return [self._row(objects[key]) for key in keys if key in objects]

    def _row(self, row: Any) -> Row:
        total = next((value_of(row, c) for c in self.spec.columns if c.total), 0)
        return Row(
            pk=row.pk,
            url=self.spec.opens(row) if self.spec.opens else "",
            cells=[(column, on_screen(row, column)) for column in self.columns],
            total=total or 0,
        )

    @property
    def has_next(self) -> bool:
        return len(self._keys) > self.spec.page_size

    @property
    def first(self) -> int:
        return (self.number - 1) * self.spec.page_size + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @cached_property
    def total(self) -> Count:
        if self.number == 1 and not self.has_next:
            return Count(len(self._keys), capped=False)
        return count_up_to(self.found, TOTAL_CAP)

    @cached_property
    def tabs(self) -> list[Tab]:
        return [self._tab(preset) for preset in self.spec.presets]

    def _tab(self, preset: Preset) -> Tab:
        count = count_up_to(self._of_preset(preset), TAB_CAP) if preset.counted else None
        return Tab(preset, self.url(view=preset.code, page=None), count, preset == self.preset)

    @cached_property
    def columns(self) -> list[Column]:
        """The columns chosen in the address, else those last chosen, else the usual ones."""
        chosen = self.query.get("cols", "")
        if not chosen and self.store:
            chosen = self.store.default_columns(self.request.user, self.spec.code)
        names = set(chosen.split(",")) if chosen else set()
        picked = [column for column in self.spec.columns if column.name in names]
        return picked or [column for column in self.spec.columns if column.shown]

    @cached_property
    def saved(self) -> Sequence[SavedView]:
        return self.store.views(self.request.user, self.spec.code) if self.store else ()

    @property
    def acts(self) -> list[BulkAct]:
        user = self.request.user
        return [a for a in self.spec.acts if not a.permission or user.has_perm(a.permission)]

    @property
    def may_export(self) -> bool:
        permission = self.spec.export_permission
        return self.spec.export and (not permission or self.request.user.has_perm(permission))

    @property
    def sum_column(self) -> Column | None:
        return next((column for column in self.spec.columns if column.total), None)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text or self.chips)

    # Templates call what can be called, so they ask these.
    @property
    def is_searchable(self) -> bool:
        return self.spec.search is not None

    @property
    def is_filterable(self) -> bool:
        return self.spec.filters is not None

    @property
    def state(self) -> list[tuple[str, str]]:
        """What the search box and the filter form carry along, each without its own."""
        return [
            (name, str(self.query[name])) for name in ("view", "sort", "cols") if name in self.query
        ]

    @property
    def others(self) -> list[tuple[str, str]]:
        """The filters in the address, for the search box to carry along."""
        names = [name for name in self.query if name not in OWN]
        return [(name, str(v)) for name in names for v in self.query.getlist(name)]

    def url(self, **changes: str | int | None) -> str:
        """Return the address with some arguments replaced; None takes one away."""
        query = self.query.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = str(value)
        return f"?{query.urlencode()}"

    @property
    def store(self) -> ViewStore | None:
        """Where this person's views are kept; visitors keep none."""
        return view_store() if self.request.user.is_authenticated else None

    @property
    def previous_number(self) -> int:
        return self.number - 1

    @property
    def next_number(self) -> int:
        return self.number + 1

    @property
    def export_xlsx(self) -> str:
        return self.url(export="xlsx", page=None)

    @property
    def export_csv(self) -> str:
        return self.url(export="csv", page=None)

    @property
    def url_without_columns(self) -> str:
        return self.url(cols=None)

    @property
    def view_query(self) -> str:
        """What a saved view keeps: the address without the page."""
        return self.url(page=None).removeprefix("?")

    def heads(self) -> list[tuple[Column, str, str]]:
        """Columns with the address that sorts by each, and how it is sorted now."""
        result = []
        for column in self.columns:
            now = {column.name: "ascending", f"-{column.name}": "descending"}.get(self.sort, "")
            turned = f"-{column.name}" if now == "ascending" else column.name
            result.append((column, self.url(sort=turned, page=None) if column.sort else "", now))
        return result

"""The one report page: a table, a chart of it, what each figure means, Excel, print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from zhanggui.core.lists.answers import XLSX
from zhanggui.core.lists.cells import in_file, on_screen, value_of
from zhanggui.core.lists.files import xlsx_file
from zhanggui.core.lists.spec import Column, Kind, Text
from zhanggui.core.money import yuan_of
from zhanggui.core.periods import day_of


class Shape(StrEnum):
    BAR = "bar"
    LINE = "line"
    PIE = "pie"


@dataclass(frozen=True)
class Chart:
    """A picture of the report's rows: `x` and `series` name columns; `stacked` piles the bars."""

    shape: Shape
    x: str
    series: tuple[str, ...]
    stacked: bool = False


@dataclass(frozen=True)
class Report:
    """A report: its rows (objects or mappings), how they show, and what the figures mean.

    `definitions` are (name, meaning and formula); `period` says what time it is about; `total` is
    one more row under the table; `opens` gives a row's address, the rows behind the figure.
    """

    code: str
    title: Text
    columns: tuple[Column, ...]
    rows: Sequence[Any]
    period: Text = ""
    chart: Chart | None = None
    definitions: Sequence[tuple[Text, Text]] = ()
    total: Any = None
    opens: Any = None

    @property
    def chart_id(self) -> str:
        return f"chart-{self.code}"


def render_report(
    request: HttpRequest,
    report: Report,
    *,
    template: str = "core/report.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse | FileResponse:
    """Answer a report: the page, or with ?export=xlsx its file."""
    if request.GET.get("export") == "xlsx":
        return _file(report)
    shown = {
        "report": report,
        "rows": [shown_row(report, row) for row in report.rows],
        "total": shown_row(report, report.total)[1] if report.total is not None else (),
        "chart": chart_data(report) if report.chart and report.rows else None,
    }
    return render(request, template, {**shown, **(context or {})})


def shown_row(report: Report, row: Any) -> tuple[str, list[tuple[Column, str]]]:
    url = report.opens(row) if report.opens else ""
    return url, [(column, on_screen(row, column)) for column in report.columns]


def chart_data(report: Report) -> dict[str, Any]:
    """Return what charts.js draws: no inline script, the page carries it as JSON."""
    if report.chart is None:
        raise ValueError("The report has no chart")
    columns = {column.name: column for column in report.columns}
    chart = report.chart
    return {
        "shape": chart.shape,
        "stacked": chart.stacked,
        "title": str(report.title),
        "x": [str(in_file(row, columns[chart.x]) or "") for row in report.rows],
        "series": [
            {
                "name": str(columns[name].label),
                "unit": str(columns[name].unit),
                "values": [_plain(row, columns[name]) for row in report.rows],
            }
            for name in chart.series
        ],
    }


def _plain(row: Any, column: Column) -> float | None:
    value = value_of(row, column)
    if value is None:
        return None
    if column.kind == Kind.MONEY:
        return float(yuan_of(int(value)))
    return float(Decimal(value) * 100) if column.kind == Kind.PERCENT else float(value)


def _file(report: Report) -> FileResponse:
    head = [f"{c.label}（{c.unit}）" if c.unit else str(c.label) for c in report.columns]
    everything = [*report.rows, *([report.total] if report.total is not None else [])]
    rows = ([in_file(row, column) for column in report.columns] for row in everything)
    name = f"{report.title}-{report.period or day_of(timezone.now())}.xlsx"
    file = xlsx_file(str(report.title), head, rows)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)

"""The report page: table, total, chart data, file."""

import io

from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from openpyxl import load_workbook

from zhanggui.core.lists import Column, Kind
from zhanggui.core.reports import Chart, Report, Shape, chart_data, render_report

REPORT = Report(
    code="sales",
    title="Sales",
    period="2026-11",
    columns=(
        Column("day", "Day"),
        Column("sales", "Sales", Kind.MONEY, unit="yuan"),
        Column("share", "Share", Kind.PERCENT),
    ),
    rows=(
        {"day": "11-01", "sales": 123450, "share": 0.5},
        {"day": "11-02", "sales": 0, "share": None},
    ),
    total={"day": "Total", "sales": 123450, "share": None},
    chart=Chart(Shape.LINE, "day", ("sales", "share")),
)


def test_the_chart_gets_yuan_and_per_cent():
    data = chart_data(REPORT)

    assert data["x"] == ["11-01", "11-02"]
    assert [one["values"] for one in data["series"]] == [[1234.5, 0.0], [50.0, None]]


def test_the_file_holds_the_rows_and_the_total():
    request = RequestFactory().get("/?export=xlsx")
    request.user = AnonymousUser()

    answer = render_report(request, REPORT)

    content = answer.getvalue()
    answer.close()
    sheet = load_workbook(io.BytesIO(content)).active
    assert list(sheet.iter_rows(values_only=True)) == [
        ("Day", "Sales（yuan）", "Share"),
        ("11-01", 1234.5, 0.5),
        ("11-02", 0, None),
        ("Total", 1234.5, None),
    ]

"""A list as a file: every row that the filters leave, in the columns chosen."""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.db.models import QuerySet

from zhanggui.core.lists.cells import in_file, safe_text
from zhanggui.core.lists.spec import Column

XLSX_ROWS = 1_048_575  # Excel's own limit, less the head
CHUNK = 2000


class _Echo:
    """A file that hands back what is written into it, so that csv can be streamed."""

    def write(self, text: str) -> str:
        return text


def rows_of(queryset: QuerySet[Any], columns: Sequence[Column]) -> Iterator[list[Any]]:
    """Read the rows in chunks, so that a million of them fit in little memory."""
    for row in queryset.iterator(chunk_size=CHUNK):
        yield [in_file(row, column) for column in columns]


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield the lines of a csv file that Excel opens as UTF-8 and that runs no formula.

    Codes of digits only get a tab before them: Excel would show a 19-digit number as 3.02E+18.
    """
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([safe_text(str(text)) for text in head])
    for row in rows:
        yield writer.writerow([_csv_cell(value) for value in row])


def _csv_cell(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return f"\t{value}" if value.isdigit() and len(value) > 11 else safe_text(value)


def xlsx_file(
    title: str, head: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[int] = ()
) -> IO[bytes]:
    """Write a workbook of one sheet into a temporary file, open at its start.

    Texts are written as texts: no formula, no link, no number made of a 19-digit code.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    sheet = book.add_worksheet(_sheet_name(title))
    bold = book.add_format({"bold": True, "bottom": 1})
    formats = {
        Decimal: book.add_format({"num_format": "#,##0.00"}),
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    for index, text in enumerate(head):
        sheet.set_column(index, index, widths[index] if index < len(widths) else 16)
        sheet.write_string(0, index, str(text), bold)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, 1):
        if number > XLSX_ROWS:
            break
        _write_row(sheet, number, row, formats)
    book.close()
    file.seek(0)
    return file


def _write_row(sheet: Any, number: int, row: Sequence[Any], formats: dict[type, Any]) -> None:
    for index, value in enumerate(row):
        if value is None:
            continue
        if isinstance(value, str):
            sheet.write_string(number, index, value)
        elif isinstance(value, (datetime, date)):
            sheet.write_datetime(number, index, value, formats[type(value)])
        elif isinstance(value, Decimal):
            sheet.write_number(number, index, float(value), formats[Decimal])
        else:
            sheet.write(number, index, value)


def _sheet_name(title: str) -> str:
    r"""Excel allows 31 characters, none of []:*?/\\."""
    return "".join(" " if char in "[]:*?/\\" else char for char in title)[:31] or "Sheet"

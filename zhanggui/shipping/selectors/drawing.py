"""Dispatch files, drawn from their rows: twice the same."""

import csv
from io import BytesIO, StringIO

import xlsxwriter
from django.db.models import Prefetch

from zhanggui.core.periods import day_of
from zhanggui.shipping.models import DispatchFile, FileFormat, Parcel, ParcelLine
from zhanggui.shipping.rules import cells_of
from zhanggui.shops.models import Shop

# A cell that begins like this is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def facts_of(parcel: Parcel) -> dict[str, str]:
    """Return what a dispatch file may say of a parcel, by rules.FIELDS."""
    goods = "；".join(
        f"{line.order_line.merchant_code or line.order_line.title}×{line.quantity}"
        for line in parcel.lines.all()
    )
    return {
        "order_number": parcel.order.number,
        "carrier_name": parcel.carrier.name,
        "carrier_code": parcel.carrier.code,
        "number": parcel.number,
        "shipped_on": day_of(parcel.shipped_at).isoformat(),
        "goods": goods,
    }


def sample_facts(shop: Shop) -> list[dict[str, str]]:
    """Return what a dispatch file would say of the shop's latest parcels; of a made-up one else."""
    lines = ParcelLine.objects.select_related("order_line").order_by("pk")
    parcels = (
        Parcel.objects.live()
        .filter(order__shop=shop)
        .select_related("order", "carrier")
        .prefetch_related(Prefetch("lines", lines))
        .order_by("-entered_at", "-pk")[:3]
    )
    made_up = {
        "order_number": "3028689418086124567",
        "carrier_name": "圆通速递",
        "carrier_code": "YTO",
        "number": "YT9693083639795",
        "shipped_on": "2026-11-20",
        "goods": "HS-3301×1",
    }
    return [facts_of(parcel) for parcel in parcels] or [made_up]


def file_name(file: DispatchFile) -> str:
    return f"批量发货-{file.shop.name}-{day_of(file.made_at):%Y%m%d}-{file.pk}.{file.file_format}"


def drawn(file: DispatchFile) -> bytes:
    """Return the file as the platform takes it: GBK csv, or xlsx with every cell a text."""
    lines = ParcelLine.objects.select_related("order_line").order_by("pk")
    parcels = (
        Parcel.objects.filter(dispatch_row__file=file)
        .select_related("order", "carrier")
        .prefetch_related(Prefetch("lines", lines))
        .order_by("dispatch_row__pk")
    )
    table = [[str(heading) for heading, _field in file.columns]]
    for parcel in parcels:
        cells = cells_of(file.columns, facts_of(parcel))
        table.append([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return as_csv(table) if file.file_format == FileFormat.CSV else as_xlsx(table, file)


def as_csv(table: list[list[str]]) -> bytes:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(table)
    # GB18030 writes what GBK knows as GBK does, and loses nothing else.
    return text.getvalue().encode("gb18030")


def as_xlsx(table: list[list[str]], file: DispatchFile) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        # The time of making, so that the same rows give the same bytes.
        book.set_properties({"created": file.made_at.replace(tzinfo=None)})
        sheet = book.add_worksheet()
        for row, cells in enumerate(table):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)
        sheet.set_column(0, len(table[0]) - 1, 24)
    return out.getvalue()

"""Vouchers as a workbook in the layout that accounting programs import. Twice the same."""

from io import BytesIO

import xlsxwriter
from django.db.models import QuerySet

from zhanggui.books.models import ExportFile, VoucherLine
from zhanggui.core.money import yuan_of
from zhanggui.core.periods import day_of

HEAD = (
    "日期", "凭证字", "凭证号", "摘要", "科目编码", "科目名称", "借方金额", "贷方金额",
    "商品编码", "数量", "业务单号", "店铺", "制单人",
)  # fmt: skip
WIDTHS = (12, 8, 8, 36, 12, 32, 14, 14, 18, 8, 24, 16, 12)


def file_name(file: ExportFile) -> str:
    return f"凭证-{day_of(file.made_at):%Y%m%d}-{file.pk}.xlsx"


def lines_of(file: ExportFile) -> QuerySet[VoucherLine]:
    return (
        VoucherLine.objects.filter(voucher__export_row__file=file)
        .select_related("voucher__shop", "voucher__made_by", "account", "sku")
        .order_by("voucher__date", "voucher__number", "pk")
    )


def row_of(line: VoucherLine) -> tuple[str | int | float, ...]:
    voucher = line.voucher
    return (
        voucher.date.isoformat(),
        "记",
        voucher.number,
        line.text,
        line.account.code,
        line.account.name,
        # A workbook's cells are binary floats; two decimals of a fen amount survive them exactly.
        float(yuan_of(line.debit_fen)),
        float(yuan_of(line.credit_fen)),
        line.sku.merchant_code if line.sku else "",
        line.quantity,
        voucher.document_number,
        voucher.shop.name,
        str(voucher.made_by),
    )


def drawn(file: ExportFile) -> BytesIO:
    """Return the workbook: one row per voucher line, texts as texts, amounts in yuan."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": file.made_at.replace(tzinfo=None)})
        money = book.add_format({"num_format": "#,##0.00;[Red]-#,##0.00"})
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("凭证")
        sheet.write_row(0, 0, HEAD, bold)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        for number, line in enumerate(lines_of(file).iterator(chunk_size=2000), start=1):
            for column, value in enumerate(row_of(line)):
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                else:
                    sheet.write_number(number, column, value, money if column in {6, 7} else None)
    out.seek(0)
    return out

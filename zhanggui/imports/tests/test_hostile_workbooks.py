"""Workbooks that are broken or meant to harm: refused fast, nothing half imported."""

import io
import struct
import time
import zipfile
import zlib

import pytest

from zhanggui.imports.services import CannotReceiveError
from zhanggui.imports.tests.conftest import assert_nothing_kept, refused, stored, workbook

pytestmark = pytest.mark.django_db
GOOD = "编号,名称\nG1,组1\nG2,组2\n"


def archive(*entries):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries:
            packed.writestr(name, content)
    return file.getvalue()


def bomb():
    """Four gigabytes of zeros in a few kilobytes of directory and four megabytes of body."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packer.compress(bytes(1 << 26)) + packer.flush()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", body)
    content = bytearray(file.getvalue())
    # Say in the directory that it unpacks to 4 GiB less a byte.
    at = content.rindex(b"PK\x01\x02")
    struct.pack_into("<H", content, at + 10, 8)
    struct.pack_into("<I", content, at + 24, 0xFFFFFFFE)
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [
        archive(("order.csv", GOOD)),
        archive(("../../etc/passwd", "x"), ("xl/workbook.xml", "<workbook/>")),
        archive(("xl/workbook.xml", "<workbook/>")),
        workbook(["编号", "名称"], ["G1", "组1"])[:-200],
        workbook(["编号", "名称"], ["G1", "组1"])[:900],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000,
        bomb(),
    ],
)
def test_archives_that_are_no_whole_workbook_are_refused_fast(take, content):
    begun = time.monotonic()

    with pytest.raises(CannotReceiveError):
        take(content)

    assert time.monotonic() - begun < 2
    assert_nothing_kept()


def sheet_xml(rows):
    """Make a workbook whose sheet holds these raw rows of XML."""
    packed = workbook(["编号", "名称"])
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                head, _, tail = content.partition(b"</sheetData>")
                with new.open(name, "w") as sheet:
                    sheet.write(head)
                    for row in rows:
                        sheet.write(row)
                    sheet.write(b"</sheetData>" + tail)
            else:
                new.writestr(name, content)
    return file.getvalue()


def test_a_sheet_of_ten_million_cells_is_refused_fast(take):
    cells = b'<c r="A2"><v>1234567890123</v></c>' * 100
    content = sheet_xml(b'<row r="%d">' % n + cells + b"</row>" for n in range(2, 100_002))
    begun = time.monotonic()

    with pytest.raises(CannotReceiveError):
        take(content)

    assert time.monotonic() - begun < 4
    assert_nothing_kept()


def test_one_stray_cell_far_away_costs_nothing(committed):
    row = b'<row r="2"><c r="A2" t="inlineStr"><is><t>G1</t></is></c>'
    row += b'<c r="B2" t="inlineStr"><is><t>x</t></is></c></row>'
    stray = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>G2</t></is></c>'
    stray += b'<c r="XFD1048576"><v>1</v></c></row>'
    begun = time.monotonic()

    session = committed(sheet_xml([row, stray]))

    assert time.monotonic() - begun < 2
    assert stored() == 1
    assert [number for number, *_ in refused(session)] == [1_048_576]


def test_entities_in_a_sheet_are_not_expanded(take):
    row = b'<row r="2"><c r="A2" t="inlineStr"><is><t>&lol;</t></is></c></row>'
    packed = sheet_xml([row])

    with pytest.raises(CannotReceiveError):
        take(packed)

    assert_nothing_kept()

"""Files that are broken, damaged or meant to harm: refused or set apart, nothing half imported."""

import io
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from zhanggui.imports.models import State
from zhanggui.imports.registry import Outcome
from zhanggui.imports.services import CannotReceiveError
from zhanggui.imports.tests.conftest import assert_nothing_kept, refused, stored, workbook

pytestmark = pytest.mark.django_db
GOOD = "编号,名称\nG1,组1\nG2,组2\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_every_encoding_and_delimiter_is_read(committed, codec, sign):
    session = committed(GOOD.replace(",", sign).encode(codec))

    assert session.state == State.DONE
    assert stored() == 2
    assert refused(session) == []


def test_xlsx_and_xls_are_read(committed):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for number, row in enumerate((["导出"], ["编号", "名称"], ["G8", "组8"])):
        for index, cell in enumerate(row):
            sheet.write(number, index, cell)
    file = io.BytesIO()
    book.save(file)

    committed(file.getvalue())
    session = committed(workbook(["导出"], ["编号 ", "名称"], ["G1", "组1"], [], ["G2", "坏"]))

    assert stored() == 2
    assert refused(session) == [(5, "坏名", "改名")]


def test_ids_come_out_of_their_wrapping(committed):
    rows = 'G,编号\n甲,"=""1234567890123456789"""\n乙,\'G7\n丙,="G6"\n'
    session = committed(rows.replace("G,", "名称,"))

    keys = session.rows.filter(outcome=Outcome.NEW).order_by("number").values_list("key", flat=True)
    assert list(keys) == ["1234567890123456789", "G7", "G6"]


def test_a_row_cut_off_by_a_broken_download_is_refused(committed):
    session = committed("编号,名称,金额\nG1,组1,5\nG2,组".encode())

    assert stored() == 1
    [(number, reason, mend)] = refused(session)
    assert number == 3
    assert "2" in reason
    assert "3" in reason
    assert mend


def test_bytes_cut_within_a_character_are_refused_with_their_row(committed):
    session = committed((GOOD + "G3,组").encode("gb18030")[:-1])

    assert stored() == 2
    assert [number for number, *_ in refused(session)] == [4]


@pytest.mark.parametrize(
    "content",
    [b"\x81\xff\xfe\xa0" * 500, "編號,名稱\nÄ,".encode("cp1252", "replace") + b"\xff" * 9],
)
def test_an_unknown_encoding_is_refused(take, content):
    with pytest.raises(CannotReceiveError):
        take(content)

    assert_nothing_kept()


def test_a_nul_byte_refuses_its_row_only(committed):
    session = committed(GOOD + "G\x003,组3\n")

    assert stored() == 2
    assert [number for number, *_ in refused(session)] == [4]


@pytest.mark.parametrize("formula", ["=cmd|' /C calc'!A0", "=1+1", "=HYPERLINK(1)"])
def test_a_formula_refuses_its_row_and_is_named(committed, formula):
    session = committed(GOOD + f'G3,"{formula}"\n')

    assert stored() == 2
    [(number, reason, _mend)] = refused(session)
    assert number == 4
    assert formula[:10] in reason


def test_a_number_that_a_spreadsheet_rounded_is_refused(committed):
    session = committed(workbook(["编号", "名称"], [2.02e18, "组1"], ["2.02E+18", "组2"]))

    assert stored() == 0
    assert [number for number, *_ in refused(session)] == [2, 3]


def test_a_comma_outside_quotation_marks_refuses_its_row(committed):
    session = committed(GOOD + "G3,组3,幽灵\n")

    assert [number for number, *_ in refused(session)] == [4]


def test_a_quotation_mark_that_never_closes_is_named(take):
    with pytest.raises(CannotReceiveError, match="3"):
        take('编号,名称\nG1,组1\nG2,"组2\nG3,组3\n')

    assert_nothing_kept()


def test_one_number_twice_is_refused_unless_all_is_the_same(committed):
    session = committed(GOOD + "G1,另一个\nG2,组2\n")

    assert stored() == 2
    assert [number for number, *_ in refused(session)] == [4]
    assert session.tally["rows"]["main"] == {"NEW": 2, "REFUSED": 1, "UNCHANGED": 1}


def test_a_missing_column_waits_for_a_person(take):
    session = take("编号,金额\nG1,5\n")

    assert session.state == State.MAPPING


def test_a_file_without_known_headings_is_refused_and_told_what_it_needs(take):
    with pytest.raises(CannotReceiveError, match="编号、名称"):
        take("天气,温度\n晴,20\n")

    assert_nothing_kept()


def test_a_merged_heading_is_read_by_its_cells(committed):
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 0, 2, "组织导出")
    sheet.write_row(1, 0, ["编号", "名称", ""])
    sheet.write_row(2, 0, ["G1", "组1"])
    book.close()

    committed(file.getvalue())

    assert stored() == 1


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 ...",
        b"<!DOCTYPE html><table><tr><td>",
        b"\x89PNG\r\n\x1a\n" + b"x" * 99,
        b"GIF89a/*" + GOOD.encode(),
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"MZ\x90\x00" + b"\0" * 99,
        b"",
        b"\n\n\n",
        "编号,名称\n".encode(),
    ],
)
def test_what_is_no_table_is_refused(take, content):
    with pytest.raises(CannotReceiveError):
        take(content)

    assert_nothing_kept()


def test_files_that_were_refused_leave_nothing_on_disk(take, settings):
    folder = Path(settings.STORAGES["private"]["OPTIONS"]["location"], "imports")
    before = set(folder.glob("*"))

    with pytest.raises(CannotReceiveError):
        take(GOOD, GOOD)

    assert set(folder.glob("*")) == before

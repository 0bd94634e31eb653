from datetime import datetime

import pytest

from zhanggui.core.crypto import CannotDecryptError
from zhanggui.core.periods import SHANGHAI
from zhanggui.imports.files import forget, keep_rows, kept_rows, original_chunks
from zhanggui.imports.headings import find_heading, match
from zhanggui.imports.reading import Line
from zhanggui.imports.rules import BadCellError, clean, heading_key, parse_time, parse_whole
from zhanggui.imports.sealed import FRAME_BYTES, SealedWriter, open_sealed
from zhanggui.imports.tests.conftest import MAIN


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('="3012345678901234567"', "3012345678901234567"),
        ('"=""123"""'.strip('"').replace('""', '"'), "123"),
        ('=""', ""),
        ("'13912348001", "13912348001"),
        ("'null", ""),
        (" null ", ""),
        ("NULL", ""),
        ("  a b ", "a b"),
        ("O'Neill", "O'Neill"),
    ],
)
def test_a_cell_comes_out_of_its_wrapping(cell, text):
    assert clean(cell) == text


def test_headings_meet_whatever_their_spaces_and_width():
    assert heading_key("收货地址 ") == heading_key("收货 地址")
    assert heading_key("ＳＫＵ（元）") == heading_key("sku(元)")


def test_whole_numbers():
    assert parse_whole("1,200") == 1200
    assert parse_whole("3.0") == 3
    for bad in ("1.5", "一", "1e308", "99999999999", "1,20", ""):
        with pytest.raises(BadCellError):
            parse_whole(bad)


def test_times_are_shanghai_time():
    when = datetime(2026, 11, 11, 20, 0, tzinfo=SHANGHAI)
    assert parse_time("2026/11/11 20:00") == when
    assert parse_time("2026-11-11 20:00:00") == when
    for bad in ("2026-13-01", "昨天", ""):
        with pytest.raises(BadCellError):
            parse_time(bad)


def test_the_heading_is_found_below_a_title_and_by_alias():
    heading = find_heading([(1, ["导出"]), (3, ["组名", "备注", "备注", "主订单编号"])], MAIN)

    assert (heading.number, heading.known) == (3, 2)
    assert heading.texts == ["组名", "备注", "备注 (2)", "主订单编号"]
    assert match(heading.texts, MAIN) == {"name": 0, "number": 3}


def test_kept_rows_are_sealed_on_disk(settings, db):
    name = keep_rows([Line(2, ["13912348001", "林"]), Line(3, ["x" * FRAME_BYTES], "nul")])
    path = f"{settings.STORAGES['private']['OPTIONS']['location']}/{name}"

    with open(path, "rb") as file:  # noqa: PTH123
        assert b"13912348001" not in file.read()
    assert [line.number for line in kept_rows(name)] == [2, 3]
    assert b"".join(original_chunks(name)).startswith(b"[2,")
    forget(name)


def test_a_sealed_file_that_was_cut_or_swapped_is_refused(tmp_path):
    path = tmp_path / "sealed"
    with path.open("wb") as file, SealedWriter(file) as writer:
        writer.write(b"a" * FRAME_BYTES * 2)
    whole = path.read_bytes()
    frame = len(whole) // 2

    path.write_bytes(whole[:frame])
    with path.open("rb") as file, pytest.raises(CannotDecryptError):
        open_sealed(file).read()
    path.write_bytes(whole[frame:] + whole[:frame])
    with path.open("rb") as file, pytest.raises(CannotDecryptError):
        open_sealed(file).read()

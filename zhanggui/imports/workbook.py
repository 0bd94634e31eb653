"""Reads one workbook in a process of its own, which may die of a hostile file without harm.

python workbook.py FILE      (no Django here: it starts in a few hundredths of a second)

It prints one line of JSON with the first rows of each sheet, reads the index of the wanted sheet
from its input, then prints each row as [number, [cells]] and {"end": count}. Instead of any line
it may print {"refused": reason}, one of the keys of reading.REFUSALS.

Small workbooks are read by calamine, which is fast and holds the whole sheet. Larger ones, and
those whose few cells lie far apart, stream through lxml.
"""

import json
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

import python_calamine
from lxml import etree

HEAD_ROWS = 30
MAX_UNPACKED = 640 * 1024 * 1024
MAX_SHARED_TEXTS = 192 * 1024 * 1024
MAX_RATIO = 100
RATIO_MATTERS_FROM = 32 * 1024 * 1024
MAX_CELLS = 8_000_000
HELD_CELLS = 1_500_000
MAX_MEMORY = 1024 * 1024 * 1024
MAX_SECONDS = 300
ROOT_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_CHUNK = 1 << 18
# Formats of numbers that are dates, ECMA-376 part 1, 18.8.30, with the Chinese ones.
_DATE_FORMATS = {*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)}
_DATE_LETTERS = re.compile(r"[ymdhs]")
_NOT_LETTERS = re.compile(r'"[^"]*"|\[(?!h|m|s)[^\]]*\]|\\.')
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's days have no zone

Rows = Iterator[tuple[int, list[str]]]


class RefusedError(Exception):
    """The workbook is not read, for the reason that the first argument names."""


def shown(cell: object) -> str:
    """Write a cell as text; whole numbers without a point, long ones as they were damaged."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return shown_number(cell)
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    return cell.isoformat() if isinstance(cell, (date, time)) else str(cell)


def shown_number(number: float) -> str:
    if abs(number) >= 1e15:
        return f"{number:.6E}"
    return str(int(number)) if number.is_integer() else repr(round(number, 10))


def check_zip(archive: zipfile.ZipFile) -> None:
    """Refuse from the directory what would unpack to too much, or is no workbook."""
    entries = archive.infolist()
    if any(e.filename.startswith(("/", "\\")) or ".." in e.filename.split("/") for e in entries):
        raise RefusedError("zip")
    unpacked = sum(e.file_size for e in entries)
    packed = sum(e.compress_size for e in entries) or 1
    if unpacked > MAX_UNPACKED or (unpacked > RATIO_MATTERS_FROM and unpacked / packed > MAX_RATIO):
        raise RefusedError("bomb")
    names = {e.filename: e.file_size for e in entries}
    if "xl/workbook.xml" not in names:
        raise RefusedError("zip")
    if names.get("xl/sharedStrings.xml", 0) > MAX_SHARED_TEXTS:
        raise RefusedError("bomb")


def measure(archive: zipfile.ZipFile) -> int:
    """Return how many cells the largest sheet would take when held as a rectangle.

    :raises RefusedError: if the sheets hold more than MAX_CELLS
    """
    largest = cells = 0
    for name in archive.namelist():
        if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
            continue
        with archive.open(name) as sheet:
            while chunk := sheet.read(_CHUNK):
                cells += chunk.count(b"<c ") + chunk.count(b":c ")
                if cells > MAX_CELLS:
                    raise RefusedError("cells")
        columns: set[bytes] = set()
        last_row = 0
        with archive.open(name) as sheet:
            while chunk := sheet.read(_CHUNK):
                places = _PLACE.findall(chunk)
                columns.update(letters for letters, _row in places)
                last_row = max(last_row, *(int(row) for _, row in places[-1:]), 0)
        largest = max(largest, last_row * max(map(column_index, columns), default=0))
    return max(largest, cells)


def column_index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index


class Streamed:
    """A workbook of which one row at a time is in memory."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._texts = list(self._shared_texts())
        self._date_styles = set(self._styles_of_dates())
        self.sheets = list(self._sheet_parts())

    def _elements(self, part: str, *tags: str) -> Iterator[Any]:
        with self._archive.open(part) as source:
            found = etree.iterparse(
                source,
                tag=[ROOT_NS + tag for tag in tags],
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
            )
            for _event, element in found:
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]

    def _shared_texts(self) -> Iterator[str]:
        if "xl/sharedStrings.xml" in self._archive.namelist():
            for element in self._elements("xl/sharedStrings.xml", "si"):
                yield "".join(t.text or "" for t in element.iter(ROOT_NS + "t"))

    def _styles_of_dates(self) -> Iterator[str]:
        if "xl/styles.xml" not in self._archive.namelist():
            return
        root = etree.fromstring(
            self._archive.read("xl/styles.xml"),
            etree.XMLParser(resolve_entities=False, no_network=True),
        )
        dates = set(_DATE_FORMATS)
        for form in root.iter(ROOT_NS + "numFmt"):
            if _DATE_LETTERS.search(_NOT_LETTERS.sub("", form.get("formatCode", "").lower())):
                dates.add(int(form.get("numFmtId")))
        for index, style in enumerate(root.iterfind(f"{ROOT_NS}cellXfs/{ROOT_NS}xf")):
            if int(style.get("numFmtId", "0")) in dates:
                yield str(index)

    def _sheet_parts(self) -> Iterator[tuple[str, str]]:
        relations = etree.fromstring(self._archive.read("xl/_rels/workbook.xml.rels"))
        parts = {r.get("Id"): r.get("Target").lstrip("/").removeprefix("xl/") for r in relations}
        for sheet in self._elements("xl/workbook.xml", "sheet"):
            part = f"xl/{parts.get(sheet.get(REL_ID))}"
            if sheet.get("state", "visible") == "visible" and part in self._archive.namelist():
                yield sheet.get("name"), part

    def rows(self, index: int) -> Rows:
        number = 0
        for row in self._elements(self.sheets[index][1], "row"):
            number = int(row.get("r") or number + 1)
            cells: list[str] = []
            for cell in row:
                place = _PLACE.match(f'r="{cell.get("r", "")}"'.encode())
                at = column_index(place[1]) if place else len(cells) + 1
                cells += [""] * (at - 1 - len(cells))
                cells.append(self._text_of(cell))
            if any(cells):
                yield number, cells

    def _text_of(self, cell: Any) -> str:
        kind = cell.get("t")
        if kind == "inlineStr":
            return "".join(t.text or "" for t in cell.iter(ROOT_NS + "t"))
        value = cell.findtext(ROOT_NS + "v") or ""
        if kind == "s":
            return self._texts[int(value)]
        if kind is None or kind == "n":
            return self._number(value, cell.get("s", ""))
        return value if kind != "e" else ""

    def _number(self, value: str, style: str) -> str:
        try:
            number = float(value)
        except ValueError:
            return value
        if style in self._date_styles and 0 <= number < 2_958_466:
            return shown(_EPOCH + timedelta(seconds=round(number * 86_400)))
        return shown_number(number)


class Held:
    """A workbook that calamine holds in memory."""

    def __init__(self, path: str) -> None:
        self._book = python_calamine.load_workbook(path)
        visible = python_calamine.SheetVisibleEnum.Visible
        worksheet = python_calamine.SheetTypeEnum.WorkSheet
        self.sheets = [
            (meta.name, meta.name)
            for meta in self._book.sheets_metadata
            if meta.visible == visible and meta.typ == worksheet
        ]

    def rows(self, index: int) -> Rows:
        sheet = self._book.get_sheet_by_name(self.sheets[index][1])
        for number, cells in enumerate(sheet.iter_rows(), 1):
            texts = [shown(cell) for cell in cells]
            if any(texts):
                yield number, texts


def opened(path: str) -> Streamed | Held:
    with open(path, "rb") as file:  # noqa: PTH123 - no need of a Path
        magic = file.read(4)
    if magic != b"PK\x03\x04":
        return Held(path)
    archive = zipfile.ZipFile(path)
    check_zip(archive)
    return Streamed(archive) if measure(archive) > HELD_CELLS else Held(path)


def say(line: object) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def serve(path: str) -> None:
    """Answer one request, as the module says."""
    book = opened(path)
    heads = [
        {"name": name, "rows": list(islice(book.rows(index), HEAD_ROWS))}
        for index, (name, _part) in enumerate(book.sheets)
    ]
    say({"tables": heads})
    sys.stdout.flush()
    wanted = sys.stdin.readline().strip()
    if not wanted:
        return
    count = 0
    for row in book.rows(int(wanted)):
        count += 1
        say(row)
    say({"end": count})


def limit() -> None:
    """Bound this process's memory and time, where the system can."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))


def main() -> None:
    limit()
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        serve(sys.argv[1])
    except RefusedError as refusal:
        say({"refused": str(refusal)})
    except python_calamine.PasswordError:
        say({"refused": "password"})
    except MemoryError:
        say({"refused": "cells"})
    except (python_calamine.CalamineError, zipfile.BadZipFile, etree.XMLSyntaxError):
        say({"refused": "damaged"})
    except (KeyError, IndexError, ValueError, EOFError, NotImplementedError, OSError):
        say({"refused": "damaged"})


if __name__ == "__main__":
    main()

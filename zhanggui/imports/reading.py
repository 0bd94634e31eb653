"""Tables in uploaded files, whatever their format: read lazily, hostile ones refused.

Workbooks are read in a process of their own (workbook.py); texts are decoded as they stream.
"""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhanggui.imports import workbook
from zhanggui.imports.sniffing import Kind, delimiter_of, encoding_of, sniff

HEAD_ROWS = workbook.HEAD_ROWS
MAX_BYTES = 512 * 1024 * 1024
MAX_ROWS = 1_000_000
MAX_COLUMNS = 500
MAX_CELL = 65_536
# A cell with more line breaks than this is no note of a buyer's: its quotation mark never closes.
MAX_LINES_OF_ROW = 200
# Read after the last row: a quotation mark that never closes swallows it.
_END = "\x1eend of file\x1e"

# Why a whole file is refused: what workbook.py says, and what to do.
REFUSALS = {
    "zip": gettext_lazy(
        "This is a zip archive and no workbook. Unpack it, and choose the files in it."
    ),
    "bomb": gettext_lazy(
        "The file would unpack to far more than a table holds. Save it anew as xlsx or csv."
    ),
    "cells": gettext_lazy(
        "The sheet holds too many cells. Delete the empty columns and rows, or split the file."
    ),
    "password": gettext_lazy("The workbook asks for a password. Save it without one."),
    "damaged": gettext_lazy(
        "The workbook is damaged or not complete. Download it again, or save it anew as xlsx."
    ),
}


class CannotReadError(Exception):
    """A file is refused as a whole; the message says why, and what to do."""


@dataclass(frozen=True)
class Line:
    """One row as read: its number in the file, its cells, and a fault if the row is broken."""

    number: int
    cells: list[str]
    fault: str = ""


@dataclass(frozen=True)
class Table:
    """A table of a file: its name, its first rows, and a way to all of them (once)."""

    name: str
    layout: str
    head: list[Line]
    index: int


class Source:
    """An opened file: its tables, and the rows of one of them."""

    tables: list[Table]

    def rows(self, table: Table) -> Iterator[Line]:
        raise NotImplementedError


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """Open a file of any format that we read.

    :raises CannotReadError: if it is none of them, is hostile, or is larger than MAX_BYTES
    """
    if path.stat().st_size > MAX_BYTES:
        raise CannotReadError(_("The file is too large. Split it, and import the parts."))
    with path.open("rb") as file:
        kind, name = sniff(file.read(4096))
    if kind == Kind.OTHER:
        raise CannotReadError(
            _("This is a %(kind)s file. Save the table as xlsx or csv, and choose that file.")
            % {"kind": name}
        )
    if kind == Kind.WORKBOOK:
        with _Workbook(path, name) as source:
            yield source
    else:
        yield _Text(path)


class _Text(Source):
    def __init__(self, path: Path) -> None:
        encoding = encoding_of(path)
        if encoding is None:
            raise CannotReadError(
                _("The encoding of the text is unknown. Save it as “CSV UTF-8” or as xlsx.")
            )
        self._path, self._encoding = path, encoding
        with self._open() as file:
            self._delimiter = delimiter_of([line[:10_000] for line in islice(file, HEAD_ROWS)])
        sign = {",": "comma", "\t": "tab", ";": "semicolon"}[self._delimiter]
        head = list(islice(self._lines(), HEAD_ROWS))
        if not head:
            raise CannotReadError(_("The file is empty."))
        self.tables = [Table(path.name, f"csv {encoding.codec} {sign}", head, 0)]

    def _open(self) -> IO[str]:
        return self._path.open(encoding=self._encoding.codec, errors="replace", newline="")

    def rows(self, table: Table) -> Iterator[Line]:  # noqa: ARG002 - a text has one
        return self._lines()

    def _lines(self) -> Iterator[Line]:
        with self._open() as file:
            reader = csv.reader(chain(file, [_END]), delimiter=self._delimiter)
            before = 0
            for number, cells in enumerate(_guarded(reader), 1):
                spans, before = reader.line_num - before, reader.line_num
                if cells == [_END]:
                    return
                if (cells and _END in cells[-1]) or spans > MAX_LINES_OF_ROW:
                    raise _unclosed(number)
                if any(cell.strip() for cell in cells):
                    yield Line(number, cells, _fault(cells, is_sure=self._encoding.is_sure))


def _guarded(reader: Any) -> Iterator[list[str]]:
    number = 0
    try:
        for number, cells in enumerate(reader, 1):  # noqa: B007 - read when it fails
            yield cells
    except csv.Error as error:
        raise _unclosed(number + 1) from error


def _unclosed(number: int) -> CannotReadError:
    return CannotReadError(
        _("A quotation mark in row %(row)s never closes. Delete it, or save the file anew.")
        % {"row": number}
    )


def _fault(cells: list[str], *, is_sure: bool = True) -> str:
    text = "\x1f".join(cells)
    if "\0" in text:
        return "nul"
    return "" if is_sure or "\ufffd" not in text else "bytes"


class _Workbook(Source):
    def __init__(self, path: Path, layout: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own file, no shell
            [sys.executable, workbook.__file__, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        heads = self._said()["tables"]
        if not heads:
            self.close()
            raise CannotReadError(_("The workbook has no visible sheet."))
        self.tables = [
            Table(
                head["name"],
                f"{layout} {head['name']}"[:80],
                [_line(number, cells) for number, cells in head["rows"]],
                index,
            )
            for index, head in enumerate(heads)
        ]

    def _said(self) -> Any:
        """Return the next thing that the process says.

        :raises CannotReadError: if it refuses, or died
        """
        line = self._process.stdout.readline()  # type: ignore[union-attr]
        said = json.loads(line) if line else {"refused": "cells"}
        if isinstance(said, dict) and "refused" in said:
            self.close()
            raise CannotReadError(str(REFUSALS[said["refused"]]))
        return said

    def rows(self, table: Table) -> Iterator[Line]:
        self._process.stdin.write(f"{table.index}\n")  # type: ignore[union-attr]
        self._process.stdin.flush()  # type: ignore[union-attr]
        while isinstance(said := self._said(), list):
            yield _line(*said)

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def _line(number: int, cells: list[str]) -> Line:
    return Line(number, cells, _fault(cells))

"""What a file is, by its content and never by its name. Pure Python."""

import codecs
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple


class Kind(StrEnum):
    WORKBOOK = "WORKBOOK"
    TEXT = "TEXT"
    OTHER = "OTHER"


class Encoding(NamedTuple):
    """How the bytes of a text file are read, and whether that is more than a guess."""

    codec: str
    is_sure: bool


_MAGIC = (
    (b"PK\x03\x04", Kind.WORKBOOK, "xlsx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.WORKBOOK, "xls"),
    (b"PK\x05\x06", Kind.OTHER, "zip"),
    (b"%PDF", Kind.OTHER, "PDF"),
    (b"\x89PNG", Kind.OTHER, "PNG"),
    (b"GIF8", Kind.OTHER, "GIF"),
    (b"\xff\xd8\xff", Kind.OTHER, "JPEG"),
    (b"Rar!", Kind.OTHER, "RAR"),
    (b"7z\xbc\xaf", Kind.OTHER, "7z"),
    (b"\x1f\x8b", Kind.OTHER, "gzip"),
    (b"MZ", Kind.OTHER, "EXE"),
    (b"\x7fELF", Kind.OTHER, "ELF"),
    (b"SQLite format 3", Kind.OTHER, "SQLite"),
)
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<svg", b"<table", b"<meta", b"<script")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 18


def sniff(head: bytes) -> tuple[Kind, str]:
    """Say what a file is by its first bytes, and give that a short name."""
    for magic, kind, name in _MAGIC:
        if head.startswith(magic):
            return kind, name
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_MARKUP):
        return Kind.OTHER, "HTML/XML"
    return Kind.TEXT, "csv"


def encoding_of(path: Path) -> Encoding | None:
    """Find the encoding of a text file; None when it is no text in any that exports use."""
    with path.open("rb") as file:
        head = file.read(4096)
    for bom, codec in _BOMS:
        if head.startswith(bom):
            return Encoding(codec, is_sure=True)
    if bare := _utf_16_without_mark(head):
        return Encoding(bare, is_sure=False)
    for codec in ("utf-8", "gb18030"):
        bad, foreign, is_cut = _unreadable(path, codec)
        # More unreadable characters than one in a hundred: it is another encoding.
        if bad <= foreign // 100:
            return Encoding(codec, is_sure=not bad and not is_cut)
    return None


def _utf_16_without_mark(head: bytes) -> str:
    """Recognise UTF-16 by the empty halves of its commas and digits."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) / 10 and odd > 4 * even:
        return "utf-16-le"
    if even > len(head) / 10 and even > 4 * odd:
        return "utf-16-be"
    return ""


def _unreadable(path: Path, codec: str) -> tuple[int, int, bool]:
    """Count what a codec cannot read, and all beyond ASCII; tell whether the end is cut off."""
    decoder = codecs.getincrementaldecoder(codec)(errors="replace")
    bad = foreign = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            text = decoder.decode(chunk)
            if not text.isascii():
                bad += text.count("\ufffd")
                foreign += len(text) - len(text.encode("ascii", "ignore"))
    return bad, foreign, bool(decoder.decode(b"", final=True))


def delimiter_of(lines: list[str]) -> str:
    """Return the sign between cells: whichever stands most often in one of the first lines."""
    return max(",\t;", key=lambda sign: max((line.count(sign) for line in lines), default=0))

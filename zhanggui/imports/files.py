"""Uploaded files where no web server reaches them, sealed: as they came, and as rows."""

import json
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from django.core.files import File
from django.core.files.storage import storages

from zhanggui.imports.reading import Line
from zhanggui.imports.sealed import SealedWriter, open_sealed

_CHUNK = 1 << 18


def _store(chunks: Iterable[bytes], suffix: str) -> str:
    with tempfile.TemporaryFile() as draft:
        with SealedWriter(draft) as writer:
            for chunk in chunks:
                writer.write(chunk)
        draft.seek(0)
        return storages["private"].save(
            f"imports/{secrets.token_hex(12)}.{suffix}", File(draft, name=suffix)
        )


def _open(name: str) -> IO[bytes]:
    return open_sealed(storages["private"].open(name))


def keep_original(path: Path) -> str:
    """Seal a copy of the upload; return its name in the private storage."""

    def chunks() -> Iterator[bytes]:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk

    return _store(chunks(), "original")


def original_chunks(name: str) -> Iterator[bytes]:
    """Yield the bytes of an upload as it came."""
    with _open(name) as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def keep_rows(lines: Iterable[Line]) -> str:
    """Write rows as lines of JSON, sealed; return the name in the private storage."""
    return _store(
        (
            json.dumps([line.number, line.fault, line.cells], ensure_ascii=False).encode() + b"\n"
            for line in lines
        ),
        "rows",
    )


def kept_rows(name: str) -> Iterator[Line]:
    """Yield the rows that keep_rows() wrote."""
    with _open(name) as file:
        for text in file:
            number, fault, cells = json.loads(text)
            yield Line(number, cells, fault)


def forget(*names: str) -> None:
    """Delete files from the private storage."""
    for name in names:
        if name:
            storages["private"].delete(name)

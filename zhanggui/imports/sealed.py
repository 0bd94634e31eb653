"""Files of foreign data at rest: sealed in frames, written once, read from the start.

A frame is the length of its sealed bytes (4 bytes, the highest bit marks the last frame) and those
bytes. The frame's place is sealed with it: frames cannot be swapped, nor the end cut off.
"""

import io
import struct
from types import TracebackType
from typing import IO, Any, Self

from zhanggui.core.crypto import CannotDecryptError, seal, unseal

FRAME_BYTES = 256 * 1024
_LAST = 1 << 31
_LENGTH = struct.Struct(">I")


def _context(index: int, *, last: bool) -> bytes:
    return f"frame {index} {'last' if last else 'more'}".encode()


class SealedWriter:
    """Seals what is written to it into another file; close() writes the last frame."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self._waiting = bytearray()
        self._index = 0

    def write(self, data: bytes) -> None:
        self._waiting += data
        while len(self._waiting) > FRAME_BYTES:
            self._put(bytes(self._waiting[:FRAME_BYTES]), last=False)
            del self._waiting[:FRAME_BYTES]

    def close(self) -> None:
        self._put(bytes(self._waiting), last=True)

    def _put(self, data: bytes, *, last: bool) -> None:
        sealed = seal(data, context=_context(self._index, last=last))
        self._target.write(_LENGTH.pack(len(sealed) | (_LAST if last else 0)) + sealed)
        self._index += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()


class SealedReader(io.RawIOBase):
    """Reads what a SealedWriter wrote.

    :raises CannotDecryptError: while reading, if the file was changed or cut off
    """

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._frame = memoryview(b"")
        self._index = 0
        self._done = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._frame and not self._done:
            self._next_frame()
        count = min(len(buffer), len(self._frame))
        buffer[:count] = self._frame[:count]
        self._frame = self._frame[count:]
        return count

    def _next_frame(self) -> None:
        head = self._source.read(_LENGTH.size)
        if len(head) < _LENGTH.size:
            raise CannotDecryptError("The file was cut off after it was sealed")
        length: int = _LENGTH.unpack(head)[0]
        self._done = bool(length & _LAST)
        sealed = self._source.read(length & ~_LAST)
        context = _context(self._index, last=self._done)
        self._frame = memoryview(unseal(sealed, context=context))
        self._index += 1

    def close(self) -> None:
        self._source.close()
        super().close()


def open_sealed(source: IO[bytes]) -> io.BufferedReader:
    return io.BufferedReader(SealedReader(source), FRAME_BYTES)

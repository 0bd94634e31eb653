"""A stream sealed with a passphrase: AES-256-GCM by blocks, the key derived by scrypt (RFC 7914).

Layout: b"ZGB1", 16 bytes of salt, 4 bytes of nonce prefix, then blocks of 4 bytes of length and
the sealed bytes. Each block's nonce is the prefix and its number, and its associated data says
whether it is the last: a block left out, moved or cut off at the end does not open.
"""

import io
import os
import struct
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"ZGB1"
BLOCK = 1024 * 1024  # bytes of plain text a block
TAG = 16  # bytes that sealing adds
# About 0.2 s and 128 MB a guess, OWASP's strongest proposal for scrypt.
SCRYPT = {"n": 2**17, "r": 8, "p": 1}


class CannotOpenError(Exception):
    """The passphrase is wrong, or the file is damaged, cut off, or none of ours."""


def derive(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, **SCRYPT).derive(passphrase.encode()))


class SealedWriter(io.RawIOBase):
    """Write plain bytes, get sealed blocks. Closing writes the last block."""

    def __init__(self, target: IO[bytes], passphrase: str) -> None:
        super().__init__()
        salt, self._prefix = os.urandom(16), os.urandom(4)
        self._cipher = derive(passphrase, salt)
        self._target = target
        self._waiting = bytearray()
        self._number = 0
        target.write(MAGIC + salt + self._prefix)

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]  # any buffer
        self._waiting += piece
        while len(self._waiting) > BLOCK:
            self._seal(bytes(self._waiting[:BLOCK]), last=False)
            del self._waiting[:BLOCK]
        return len(piece)

    def _seal(self, plain: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(nonce(self._prefix, self._number), plain, mark(last=last))
        self._target.write(struct.pack(">I", len(sealed)) + sealed)
        self._number += 1

    def close(self) -> None:
        if not self.closed:
            self._seal(bytes(self._waiting), last=True)
            self._waiting.clear()
        super().close()


class SealedReader(io.RawIOBase):
    """Read plain bytes out of sealed blocks.

    :raises CannotOpenError: at the first block that does not open
    """

    def __init__(self, source: IO[bytes], passphrase: str) -> None:
        super().__init__()
        head = source.read(len(MAGIC) + 20)
        if head[:4] != MAGIC or len(head) != len(MAGIC) + 20:
            raise CannotOpenError("not a backup of Zhanggui")
        self._cipher, self._prefix = derive(passphrase, head[4:20]), head[20:]
        self._source = source
        self._plain = b""
        self._number = 0
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        while not self._plain and not self._ended:
            self._open_next()
        view = memoryview(buffer)  # type: ignore[arg-type]  # any buffer
        count = min(len(view), len(self._plain))
        view[:count] = self._plain[:count]
        self._plain = self._plain[count:]
        return count

    def _open_next(self) -> None:
        size = self._source.read(4)
        if len(size) < 4:
            raise CannotOpenError("the file is cut off")
        (length,) = struct.unpack(">I", size)
        if not TAG <= length <= BLOCK + TAG:
            raise CannotOpenError("the file is damaged")
        sealed = self._source.read(length)
        where = nonce(self._prefix, self._number)
        for last in (False, True):
            try:
                self._plain = self._cipher.decrypt(where, sealed, mark(last=last))
            except InvalidTag:
                continue
            self._ended = last
            self._number += 1
            return
        raise CannotOpenError("wrong passphrase, or the file is damaged")


def nonce(prefix: bytes, number: int) -> bytes:
    return prefix + struct.pack(">Q", number)


def mark(*, last: bool) -> bytes:
    return b"last" if last else b"more"

"""A lock between processes that the operating system lets go of, however its holder ends."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Self

if sys.platform == "win32":
    import msvcrt

    def grab(handle: IO[str], *, wait: bool) -> None:
        handle.seek(4096)  # beyond the note, which others may read
        msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def grab(handle: IO[str], *, wait: bool) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)


class HeldError(Exception):
    """Somebody else holds the lock; `note` is what they wrote into it."""

    def __init__(self, note: str) -> None:
        super().__init__(note)
        self.note = note


class FileLock:
    """Hold a file for the length of a `with`, with a note for whoever finds it held."""

    def __init__(
        self, file: Path, note: str = "", *, on_wait: Callable[[str], None] | None = None
    ) -> None:
        """Prepare the lock.

        :param on_wait: called with the holder's note before waiting; without it, a held
            lock is refused at once
        """
        self.file = file
        self.note = note or f"pid {os.getpid()}"
        self.on_wait = on_wait
        self._handle: IO[str] | None = None

    def __enter__(self) -> Self:
        """Take the lock.

        :raises HeldError: if it is held and waiting was not asked for
        """
        self.file.parent.mkdir(parents=True, exist_ok=True)
        handle = self.file.open("a+", encoding="utf-8")
        try:
            grab(handle, wait=False)
        except OSError:
            note = self.file.read_text(encoding="utf-8").strip()
            if self.on_wait is None:
                handle.close()
                raise HeldError(note) from None
            self.on_wait(note)
            grab(handle, wait=True)
        handle.truncate(0)
        handle.write(self.note)
        handle.flush()
        self._handle = handle
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._handle:
            self._handle.close()  # closing lets go
            self._handle = None

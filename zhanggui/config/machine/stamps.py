"""Remember by hash what has been done, so that a second start does nothing twice."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(files: Iterable[Path], *words: str) -> str:
    """Hash the names and contents of files (those that exist) and some words."""
    whole = hashlib.sha256("\0".join(words).encode())
    for file in files:
        if file.is_file():
            whole.update(f"\0{file.name}\0".encode())
            whole.update(file.read_bytes())
    return whole.hexdigest()


class Stamp:
    """One fact of the form "this was done for inputs with this hash"."""

    def __init__(self, file: Path, value: str) -> None:
        self.file = file
        self.value = value

    def holds(self) -> bool:
        return self.file.is_file() and self.file.read_text(encoding="ascii").strip() == self.value

    def write(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(f"{self.value}\n", encoding="ascii")

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Coded(Protocol):
    @property
    def code(self) -> str: ...


T = TypeVar("T", bound=Coded)


class Registry(Generic[T]):
    """Things that apps declare at import time, each under one code."""

    def __init__(self) -> None:
        self._items: dict[str, T] = {}

    def add(self, item: T) -> T:
        """Take one more thing in.

        :raises ValueError: if its code is taken
        """
        if item.code in self._items:
            raise ValueError(f"{item.code} is declared twice")
        self._items[item.code] = item
        return item

    def __getitem__(self, code: str) -> T:
        return self._items[code]

    def __contains__(self, code: str) -> bool:
        return code in self._items

    def __iter__(self) -> Iterator[T]:
        return iter(self._items.values())

    def __len__(self) -> int:
        return len(self._items)

    def get(self, code: str) -> T | None:
        return self._items.get(code)

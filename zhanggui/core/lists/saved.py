"""Views that people save: core holds no models, so an app above keeps them (keep_views_in)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class SavedView:
    """A view of a list under a name: `query` is what its address holds after the question mark."""

    pk: int
    name: str
    query: str
    mine: bool = True


class ViewStore(Protocol):
    """Where saved views are kept. `default_columns`: what the person last chose, else ""."""

    save_url_name: str
    delete_url_name: str
    columns_url_name: str

    def views(self, user: Any, list_code: str) -> Sequence[SavedView]: ...
    def default_columns(self, user: Any, list_code: str) -> str: ...


_store: list[ViewStore] = []


def keep_views_in(store: ViewStore) -> None:
    """Name the app's store; it is declared once, at start."""
    _store[:] = [store]


def view_store() -> ViewStore | None:
    return _store[0] if _store else None

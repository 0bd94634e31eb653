"""Search everything: each app declares in search.py how its own things are found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from zhanggui.core.registry import Registry


@dataclass(frozen=True)
class Hit:
    """One thing found: what it is called, a few grey words, and the address that opens it."""

    label: str
    detail: str
    url: str


# (user, text, limit) → hits, the best first; only what the user may see. Must answer in
# milliseconds at a million rows: exact numbers, keyed hashes and prefixes, no leading wildcard.
Find = Callable[[Any, str, int], Sequence[Hit]]


@dataclass(frozen=True)
class Provider:
    """One kind of thing that can be found. Without the permission nobody is asked."""

    code: str
    label: str | Promise
    permission: str
    find: Find


providers: Registry[Provider] = Registry()


def declare(provider: Provider) -> Provider:
    """Add a kind of thing to the search; see Provider for what its fields mean."""
    return providers.add(provider)

"""What the documents that move stock are called: each app declares its own in documents.py."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhanggui.core.registry import Registry


@dataclass(frozen=True)
class Name:
    """A document in words, and the address that opens it ("" for none)."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class DocumentKind:
    """One kind of document: `code` is the moves' origin_type.

    `find` names many of them at once, by id; a document that it does not know gets its number.
    """

    code: str
    label: str | Promise
    find: Callable[[Collection[int]], Mapping[int, Name]] | None = None


documents: Registry[DocumentKind] = Registry()


def declare(kind: DocumentKind) -> DocumentKind:
    """Add a kind of document; see DocumentKind for what its fields mean."""
    return documents.add(kind)


def names_of(origins: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Name]:
    """Name documents by (origin type, id), with one question for each kind."""
    wanted: dict[str, set[int]] = {}
    for origin_type, origin_id in origins:
        wanted.setdefault(origin_type, set()).add(origin_id)
    named = {}
    for origin_type, ids in wanted.items():
        kind = documents.get(origin_type)
        found = kind.find(ids) if kind and kind.find else {}
        for origin_id in ids:
            name = found.get(origin_id, Name("" if kind and not kind.find else f"#{origin_id}"))
            label = f"{kind.label} {name.text}".strip() if kind else f"{origin_type} {name.text}"
            named[origin_type, origin_id] = Name(label, name.url)
    return named


declare(DocumentKind("opening", _("Opening stock")))
declare(DocumentKind("opening.back", _("Opening stock taken back")))

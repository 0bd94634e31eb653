"""What a person finds: everything by the search, and the views that lists keep for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zhanggui.core.search import Hit, Provider, providers
from zhanggui.desk.models import ListColumns, SavedView
from zhanggui.org.models import User

HITS_OF_EACH = 6
SHORTEST_SEARCH = 2


@dataclass(frozen=True)
class Found:
    label: str
    hits: Sequence[Hit]


def search_everything(user: User, text: str) -> list[Found]:
    """Ask each app whose things the person may see; kinds without a hit are left out."""
    text = text.strip().replace("\0", "")[:100]
    if len(text) < SHORTEST_SEARCH:
        return []
    asked = [p for p in providers if not p.permission or user.has_perm(p.permission)]
    found = [Found(str(p.label), _hits(p, user, text)) for p in asked]
    return [kind for kind in found if kind.hits]


def _hits(provider: Provider, user: User, text: str) -> Sequence[Hit]:
    return list(provider.find(user, text, HITS_OF_EACH))[:HITS_OF_EACH]


def saved_views(user: User, list_code: str) -> list[SavedView]:
    """Find the views of a list that somebody keeps, then those that others share."""
    rows = SavedView.objects.filter(list_code=list_code)
    shown = rows.filter(user=user) | rows.filter(is_shared=True)
    return sorted(shown, key=lambda view: (view.user_id != user.pk, view.name))


def columns_chosen(user: Any, list_code: str) -> str:
    found = ListColumns.objects.filter(user=user, list_code=list_code).first()
    return found.columns if found else ""

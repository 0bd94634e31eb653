"""What a desk changes: notices told and read, views kept, presence."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhanggui.core.frame import forget
from zhanggui.desk.actions import PRESENCE_CHANGED
from zhanggui.desk.models import ListColumns, Notice, NoticeQuerySet, Presence, SavedView
from zhanggui.journal.services import record
from zhanggui.org.models import User

MOST_VIEWS = 20


class CannotSaveViewError(Exception):
    """A view cannot be kept as asked."""


def notify(
    user_ids: Collection[int],
    *,
    text: str,
    url: str,
    key: str,
    at: datetime,
    facts: Mapping[str, str | int] | None = None,
) -> None:
    """Tell people something, once: the same key to the same person is dropped.

    `text` is a msgid with %(name)s for the facts, which hold no personal data.
    """
    Notice.objects.bulk_create(
        [
            Notice(user_id=pk, text=text, facts=dict(facts or {}), url=url, key=key, created_at=at)
            for pk in sorted(set(user_ids))
        ],
        ignore_conflicts=True,
    )


def mark_read(notices: NoticeQuerySet, *, at: datetime) -> int:
    """Mark notices as read; return how many were not yet."""
    return notices.unread().update(read_at=at)


@transaction.atomic
def save_view(
    *, by: User, list_code: str, name: str, query: str, is_shared: bool = False
) -> SavedView:
    """Keep a list's address under a name; the same name again replaces it.

    :raises CannotSaveViewError: if the name is empty, or the person keeps too many already
    """
    name = name.strip()[:40]
    if not name:
        raise CannotSaveViewError(_("A view needs a name"))
    mine = SavedView.objects.filter(user=by, list_code=list_code)
    if mine.exclude(name=name).count() >= MOST_VIEWS:
        raise CannotSaveViewError(
            _("You keep %(most)s views of this list already: delete one first")
            % {"most": MOST_VIEWS}
        )
    view, _made = SavedView.objects.update_or_create(
        user=by,
        list_code=list_code,
        name=name,
        defaults={"query": query[:1000], "is_shared": is_shared},
    )
    return view


def choose_columns(*, by: User, list_code: str, columns: str) -> None:
    """Remember which columns somebody wants in a list."""
    ListColumns.objects.update_or_create(
        user=by, list_code=list_code, defaults={"columns": columns[:500]}
    )


@transaction.atomic
def set_presence(*, by: User, is_away: bool, at: datetime) -> Presence:
    """Say that somebody is at their desk or away from it; written down when it changes."""
    presence, made = Presence.objects.select_for_update().get_or_create(
        user=by, defaults={"is_away": is_away, "since": at}
    )
    if made or presence.is_away != is_away:
        presence.is_away, presence.since = is_away, at
        presence.save(update_fields=["is_away", "since"])
        record(PRESENCE_CHANGED, by=by, subject=presence, at=at, facts={"away": is_away})
    forget(by)
    return presence

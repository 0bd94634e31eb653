"""Deliver the notices that apps declared, and keep the views that people save."""

from collections.abc import Sequence

from zhanggui.core.lists import SavedView, keep_views_in
from zhanggui.core.notices import notices
from zhanggui.desk import selectors
from zhanggui.desk.services import notify
from zhanggui.journal.actions import actions
from zhanggui.journal.models import Entry
from zhanggui.journal.services import on
from zhanggui.org.models import User


def deliver_notices(entry: Entry) -> None:
    """Tell whom each rule of this action names; the key drops what was told already."""
    for rule in notices:
        if rule.action == entry.action:
            notify(
                rule.to(entry),
                text=str(rule.text),
                facts=rule.facts(entry),
                url=rule.url(entry),
                key=f"{rule.code}:{entry.pk}",
                at=entry.happened_at,
            )


for told in sorted({rule.action for rule in notices}):
    on(actions[told])(deliver_notices)


class DeskViews:
    """Where the lists keep the views that people save."""

    save_url_name = "desk:save-view"
    delete_url_name = "desk:delete-view"
    columns_url_name = "desk:choose-columns"

    def views(self, user: User, list_code: str) -> Sequence[SavedView]:
        return [
            SavedView(view.pk, view.name, view.query, mine=view.user_id == user.pk)
            for view in selectors.saved_views(user, list_code)
        ]

    def default_columns(self, user: User, list_code: str) -> str:
        return selectors.columns_chosen(user, list_code)


keep_views_in(DeskViews())

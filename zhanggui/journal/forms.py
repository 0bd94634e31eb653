from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.core.periods import day_of, midnight
from zhanggui.journal.actions import actions
from zhanggui.journal.models import Entry
from zhanggui.journal.names import has_page, kind_name, position_names

Choices = list[tuple[str, str]]
PERIODS = (
    ("today", _("today")),
    ("7", _("last 7 days")),
    ("30", _("last 30 days")),
    ("90", _("last 90 days")),
)


def all_actions() -> Choices:
    return sorted(((action.code, str(action.label)) for action in actions), key=lambda one: one[1])


def all_positions() -> Choices:
    return list(position_names().items())


def all_kinds() -> Choices:
    """List what has a page of its own: what people look for in the journal."""
    kinds = [m._meta.label_lower for m in apps.get_models() if m.__module__.startswith("zhanggui.")]
    return sorted(((k, kind_name(k)) for k in kinds if has_page(k)), key=lambda one: one[1])


def everybody(_request: Any) -> QuerySet[Any]:
    return get_user_model().objects.order_by("display_name", "username")


class EntryFilter(django_filters.FilterSet):  # type: ignore[misc]
    action = django_filters.ChoiceFilter(label=_("Action"), choices=all_actions)
    actor = django_filters.ModelChoiceFilter(label=_("Done by"), queryset=everybody)
    position = django_filters.ChoiceFilter(label=_("position"), choices=all_positions)
    subject_type = django_filters.ChoiceFilter(label=_("About"), choices=all_kinds)
    period = django_filters.ChoiceFilter(
        label=pgettext_lazy("search", "Period"), choices=PERIODS, method="within"
    )
    since = django_filters.DateFilter(
        label=pgettext_lazy("search", "From"),
        method="not_before",
        widget=forms.DateInput({"type": "date"}),
    )
    until = django_filters.DateFilter(
        label=pgettext_lazy("search", "To"),
        method="not_after",
        widget=forms.DateInput({"type": "date"}),
    )

    class Meta:
        model = Entry
        fields: tuple[str, ...] = ()

    def within(self, rows: QuerySet[Entry], _name: str, period: str) -> QuerySet[Entry]:
        back = 0 if period == "today" else int(period) - 1
        first = day_of(timezone.now()) - timedelta(days=back)
        return rows.filter(happened_at__gte=midnight(first))

    def not_before(self, rows: QuerySet[Entry], _name: str, day: date) -> QuerySet[Entry]:
        return rows.filter(happened_at__gte=midnight(day))

    def not_after(self, rows: QuerySet[Entry], _name: str, day: date) -> QuerySet[Entry]:
        return rows.filter(happened_at__lt=midnight(day + timedelta(days=1)))

"""The filters that are on, each as a chip that takes it off."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext


@dataclass(frozen=True)
class Chip:
    """A filter that is on: its name, its value in words, and the address without it."""

    label: str
    value: str
    url: str


def chips_of(filterset: Any, query: QueryDict) -> list[Chip]:
    """Return a chip for each filter that the address sets and that holds a value."""
    form = filterset.form
    if not form.is_valid():
        return []
    chips = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if value in (None, "", [], ()) or (hasattr(value, "exists") and not value.exists()):
            continue
        rest = query.copy()
        for key in [k for k in rest if k == name or k.startswith(f"{name}_")]:
            del rest[key]
        rest.pop("page", None)
        chips.append(Chip(str(field.label), _words(field, value), f"?{rest.urlencode()}"))
    return chips


def _words(field: Any, value: Any) -> str:
    if isinstance(value, slice):
        ends = (value.start, value.stop)
        return " – ".join("…" if end is None else _word(end) for end in ends)
    choices = dict(_flat(getattr(field, "choices", ()))) if not _is_model(value) else {}
    if isinstance(value, (list, tuple)):
        return "、".join(str(choices.get(str(one), one)) for one in value)
    if _is_model(value) and not isinstance(value, Model):
        return "、".join(str(one) for one in value)
    return str(choices.get(str(value), _word(value)))


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _is_model(value: Any) -> bool:
    return isinstance(value, Model) or hasattr(value, "model")


def _flat(choices: Any) -> list[tuple[str, str]]:
    flat = []
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            flat += _flat(label)
        else:
            flat.append((str(value), str(label)))
    return flat

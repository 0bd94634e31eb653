"""How the journal's codes read: facts, positions, and the pages of what an entry is about."""

from collections.abc import Callable, Mapping

from django.apps import apps
from django.core.cache import cache
from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from zhanggui.core.money import format_fen

FRESH_S = 60

FACTS: dict[str, str | Promise] = {
    "away": _("Away"),
    "carrier": _("Carrier"),
    "changed": _("Changed"),
    "city": _("City"),
    "code": _("Merchant code"),
    "columns": pgettext_lazy("fact", "Columns"),
    "edition": _("edition"),
    "effective": _("effective on"),
    "elsewhere": _("Shipped elsewhere"),
    "error": _("Error"),
    "fen": _("Amount"),
    "fields": _("Fields"),
    "file": _("File"),
    "import": _("Import number"),
    "levels": _("Stock levels"),
    "new": _("New"),
    "quantity": _("Quantity"),
    "refused": _("Refused"),
    "skus": _("SKUs"),
    "staff_added": _("Staff added"),
    "staff_removed": _("Staff removed"),
    "unchanged": _("Unchanged"),
    "undo": _("Undo"),
    "from": pgettext_lazy("fact", "From"),
    "kind": _("Kind"),
    "late": pgettext_lazy("fact", "Late"),
    "lines": _("Lines"),
    "month": _("Month"),
    "number": _("Number"),
    "objects": _("Objects"),
    "order": _("Order"),
    "orders": _("Orders"),
    "paid_fen": _("Paid"),
    "parcels": _("Parcels"),
    "person": _("Person"),
    "position": _("position"),
    "reason": _("Reason"),
    "receivable_fen": _("Receivable"),
    "rows": _("Rows"),
    "shop": _("Shop"),
    "sku": _("SKU"),
    "slips": _("Payslips"),
    "state": _("State"),
    "to": pgettext_lazy("fact", "To"),
    "topic": _("Topic"),
    "until": _("Until"),
    "vouchers": _("Vouchers"),
}

_sources: list[Callable[[], Mapping[str, str]]] = []
_pages: dict[str, Callable[[int], str]] = {}


def name_positions_by(source: Callable[[], Mapping[str, str]]) -> None:
    """Let a higher app say what positions are called, in the language of the screen."""
    _sources.append(source)


def position_names() -> dict[str, str]:
    """Return {code: name} of all positions; asked anew once a minute."""
    key = f"journal:positions:{get_language()}"
    known: dict[str, str] | None = cache.get(key)
    if known is None:
        known = {code: name for source in _sources for code, name in source().items()}
        cache.set(key, known, FRESH_S)
    return known


def open_by(subject_type: str, page: Callable[[int], str]) -> None:
    """Say where things of a kind are looked at, when their model has no get_absolute_url()."""
    _pages[subject_type] = page


def has_page(subject_type: str) -> bool:
    """Tell whether things of a kind ("orders.order") have a page of their own."""
    if subject_type in _pages:
        return True
    try:
        return hasattr(apps.get_model(subject_type), "get_absolute_url")
    except LookupError:
        return False


def page_of(subject_type: str, subject_id: int) -> str:
    """Return the address of what an entry is about, "" when it has none or is gone."""
    if page := _pages.get(subject_type):
        return page(subject_id)
    if not has_page(subject_type):
        return ""
    found = apps.get_model(subject_type).objects.filter(pk=subject_id).first()
    try:
        return found.get_absolute_url() if found else ""
    except NoReverseMatch:
        return ""


def kind_name(subject_type: str) -> str:
    """Return what things of a kind are called: "orders.order" → Order."""
    try:
        return str(capfirst(apps.get_model(subject_type)._meta.verbose_name))
    except LookupError:
        return subject_type


def read_facts(facts: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return facts as (name, value) in words; money is written in yuan."""
    return [(str(FACTS.get(key, key)), _value(key, value)) for key, value in facts.items()]


def _value(key: str, value: object) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if value is None:
        return "—"
    if isinstance(value, int) and (key == "fen" or key.endswith("_fen")):
        return f"¥{format_fen(value)}"
    return str(value)

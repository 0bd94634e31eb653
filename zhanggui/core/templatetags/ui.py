"""The `ui` tag library: every template loads it for money, times, states, icons and fields."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.forms import BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.http import HttpRequest
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString

from zhanggui.core import masking, shown
from zhanggui.core.help import help_slug
from zhanggui.core.money import format_fen

register = template.Library()
register.filter("ago", shown.ago)
register.filter("due", shown.due)
register.filter("state", shown.state)

MASKS = {
    "phone": masking.mask_phone,
    "name": masking.mask_name,
    "nick": masking.mask_nick,
    "address": masking.mask_address,
}


@cache
def icon_names() -> frozenset[str]:
    """Read which icons core/icons.txt asks for; tools/icons.py cuts them out of the sprite."""
    return frozenset((Path(__file__).parents[1] / "icons.txt").read_text().split())


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon. Without a label it is decoration, hidden from screen readers.

    :raises ValueError: if core/icons.txt does not list it
    """
    if name not in icon_names():
        raise ValueError(f"No icon {name}: add it to zhanggui/core/icons.txt, run tools/icons.py")
    href = f"{static('core/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, href
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', href)


@register.filter
def yuan(fen: int | None) -> str:
    """Write fen as yuan without the sign: 123450 → 1,234.50."""
    return "—" if fen is None else format_fen(int(fen))


@register.filter
def masked(text: str | None, kind: str = "phone") -> str:
    """Hide the middle of a phone, name, nick or address."""
    return MASKS[kind](text or "")


@register.filter
def exact(moment: datetime | None) -> str:
    """Write a moment to the second, Shanghai time."""
    return "—" if moment is None else shown.exact(moment)


@register.filter
def spaced(number: object) -> str:
    """Break a long number in fours so that it can be read aloud: 302868941808 → 3028 6894 1808."""
    text = str(number)
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


@register.simple_tag(takes_context=True)
def qs(context: dict[str, Any], **changes: Any) -> str:
    """Return the page's query with some arguments replaced; None or "" takes one away."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def help_for(context: dict[str, Any]) -> str:
    """Name the guide's page that explains this screen."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    return help_slug(match.view_name if match else "")


@register.filter
def control(field: BoundField) -> SafeString:
    """Draw a form field's widget in our look, tied to its hint and its errors."""
    widget = field.field.widget
    classes = "form-control"
    if isinstance(widget, (CheckboxSelectMultiple, RadioSelect)):
        classes = "choices"
    elif isinstance(widget, CheckboxInput):
        classes = "form-check-input"
    elif isinstance(widget, Select):
        classes = "form-select"
    attrs: dict[str, str | bool] = {"class": f"{classes} {widget.attrs.get('class', '')}".strip()}
    if field.errors:
        attrs |= {"aria-invalid": "true"}
    ids = [field.auto_id and f"{field.auto_id}_{part}" for part in _described_by(field)]
    if found := " ".join(filter(None, ids)):
        attrs["aria-describedby"] = found
    return field.as_widget(attrs=attrs)


def _described_by(field: BoundField) -> Iterable[str]:
    if field.help_text:
        yield "helptext"
    if field.errors:
        yield "error"


@register.filter
def is_check(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.simple_tag
def meter(value: float | None, tone: str = "", label: str = "") -> SafeString:
    """Draw how far along something is, in per cent. `tone`: good, warn, late or act."""
    share = max(0, min(100, round(float(value or 0))))
    return format_html(
        '<progress class="meter {}" max="100" value="{}" aria-label="{}">{} %</progress>',
        tone,
        share,
        label,
        share,
    )


@register.simple_tag(takes_context=True)
def block_text(context: template.Context, name: str) -> str:
    """Write a block of the page a second time, without its tags: the title in the window's bar."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return strip_tags(block.render(context)).strip() if block else ""

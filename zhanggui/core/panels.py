"""Panels: parts of a lower app's page that higher apps fill (an order's parcels, its vouchers)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise

from zhanggui.core.registry import Registry


@dataclass(frozen=True)
class Panel:
    """A part of the page of a `place` ("orders.order"), for those who hold the permission.

    `context` takes (request, object) and returns what `template` shows; None leaves it out.
    Panels stand in the order of `rank`, then of their code.
    """

    code: str
    place: str
    label: str | Promise
    permission: str
    template: str
    context: Callable[[HttpRequest, Any], Mapping[str, Any] | None]
    rank: int = 50


@dataclass(frozen=True)
class ShownPanel:
    code: str
    label: str | Promise
    html: str


panels: Registry[Panel] = Registry()


def declare(panel: Panel) -> Panel:
    """Add a panel to the registry; see Panel for what its fields mean."""
    return panels.add(panel)


def panels_for(place: str, request: HttpRequest, subject: Any) -> list[ShownPanel]:
    """Draw the panels of one page that the person may see."""
    shown = []
    for panel in sorted(panels, key=lambda panel: (panel.rank, panel.code)):
        if panel.place != place or not request.user.has_perm(panel.permission):
            continue
        context = panel.context(request, subject)
        if context is not None:
            html = render_to_string(panel.template, dict(context), request)
            shown.append(ShownPanel(panel.code, panel.label, html))
    return shown

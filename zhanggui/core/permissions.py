"""Who may open a view: the permission that the person's positions hold."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]

# Reasons why a view asks for no permission.
EVERYBODY = "everybody"  # visitors too
SIGNED_IN = "signed-in"  # each person of the department


def holds(user: Any, permission: str) -> bool:
    """Say whether a signed-in person may: by their positions, or because everybody may."""
    return permission in {EVERYBODY, SIGNED_IN} or bool(user.has_perm(permission))


def allowed(permission: str) -> Callable[[View], View]:
    """Let only those whose position grants the permission open the view."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard


def open_to(whom: str) -> Callable[[View], View]:
    """Mark a view that asks for no permission, and say for whom it is: EVERYBODY or SIGNED_IN.

    LoginRequiredMiddleware still turns visitors away from SIGNED_IN views.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return view(request, *args, **kwargs)

        opened.permission = whom  # type: ignore[attr-defined]
        opened.login_required = whom != EVERYBODY  # type: ignore[attr-defined]
        return opened

    return mark

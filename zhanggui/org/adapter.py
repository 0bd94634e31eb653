from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in for staff: accounts are made by the department, nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False

    def set_password(self, user: Any, password: str) -> None:
        """Keep the password that somebody chose: nobody else has seen it."""
        user.must_change_password = False
        super().set_password(user, password)

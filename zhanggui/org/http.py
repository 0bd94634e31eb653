from django.http import HttpRequest

from zhanggui.org.models import User


class StaffRequest(HttpRequest):
    """A request of somebody who is signed in: what LoginRequiredMiddleware lets through."""

    user: User

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from zhanggui.org.selectors.seats import positions_of

SESSION_KEY = "acting_as"
# Where somebody may go whose password another person has seen.
BEFORE_PASSWORD = ("/accounts/", "/static/", "/i18n/", "/help/")
GetResponse = Callable[[HttpRequest], HttpResponse]


def acting_as_middleware(get_response: GetResponse) -> GetResponse:
    """Say in which position somebody acts: the one chosen in this session, else their main one.

    Sets `request.user.seats`, the positions that they may act in, and `acting_as`, the code of one.
    Who was given a first password chooses their own before anything else.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if request.user.must_change_password and not request.path.startswith(BEFORE_PASSWORD):
                messages.info(request, _("Choose a password of your own first."))
                return redirect("account_change_password")
            seats = list(positions_of(request.user, timezone.now()))
            chosen = request.session.get(SESSION_KEY)
            codes = [seat.code for seat in seats]
            request.user.seats = seats
            request.user.acting_as = chosen if chosen in codes else next(iter(codes), "")
        return get_response(request)

    return middleware

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from zhanggui.org.selectors.seats import positions_of

SESSION_KEY = "acting_as"
GetResponse = Callable[[HttpRequest], HttpResponse]


def acting_as_middleware(get_response: GetResponse) -> GetResponse:
    """Say in which position somebody acts: the one chosen in this session, else their main one.

    Sets `request.user.seats`, the positions that they may act in, and `acting_as`, the code of one.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            seats = list(positions_of(request.user, timezone.now()))
            chosen = request.session.get(SESSION_KEY)
            codes = [seat.code for seat in seats]
            request.user.seats = seats
            request.user.acting_as = chosen if chosen in codes else next(iter(codes), "")
        return get_response(request)

    return middleware

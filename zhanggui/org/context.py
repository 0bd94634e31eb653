from typing import Any

from django.http import HttpRequest

from zhanggui.core.frame import DutyLine, Frame, build_frame, waiting_known
from zhanggui.org.models import Duty
from zhanggui.org.selectors.handbook import names_in_force


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give every page what its frame shows: my duties, all my tools. Two queries."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"frame": Frame()}
    seat = next((p for p in user.seats if p.code == user.acting_as), None)
    duties = Duty.objects.filter(position=seat, is_current=True) if seat else ()
    company, department = names_in_force()
    return {
        "frame": build_frame(
            user,
            [DutyLine(duty.wording, duty.tool) for duty in duties],
            path=request.path,
            waiting=waiting_known(user),
            position=seat.title if seat else "",
            positions=[(p.code, p.title) for p in user.seats],
            acting_as=user.acting_as,
            company=company,
            department=department,
        )
    }

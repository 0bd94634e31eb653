from typing import Any

from django.http import HttpRequest

from zhanggui.core.frame import DutyLine, Frame, build_frame, page_path
from zhanggui.org.models import Duty, User
from zhanggui.org.selectors.handbook import names_in_force


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give every page what its frame shows."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"frame": Frame()}
    return {"frame": frame_of(user, path=page_path(request))}


def frame_of(user: User, *, path: str) -> Frame:
    """Build somebody's frame for the page at a path: my duties, all my tools. Two queries."""
    seat = next((p for p in user.seats if p.code == user.acting_as), None)
    duties = Duty.objects.filter(position=seat, is_current=True) if seat else ()
    company, department = names_in_force()
    return build_frame(
        user,
        [DutyLine(duty.wording, duty.tool) for duty in duties],
        path=path,
        position=seat.title if seat else "",
        positions=[(p.code, p.title) for p in user.seats],
        acting_as=user.acting_as,
        company=company,
        department=department,
    )

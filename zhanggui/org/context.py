from typing import Any

from django.http import HttpRequest

from zhanggui.core.frame import Frame, build_frame


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give every page what its frame shows: my duties, all my tools."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"frame": Frame()}
    return {"frame": build_frame(user, (), path=request.path)}

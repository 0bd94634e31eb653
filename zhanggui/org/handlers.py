"""The journal shows the positions that work was done in by their titles."""

from zhanggui.journal.names import name_positions_by
from zhanggui.org.models import Position


def position_titles() -> dict[str, str]:
    return {position.code: position.title for position in Position.objects.order_by("pk")}


name_positions_by(position_titles)

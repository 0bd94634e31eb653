from zhanggui.org.models.handbook import (
    Acknowledgement,
    Decision,
    HandbookVersion,
    OpenQuestion,
    VersionState,
)
from zhanggui.org.models.people import Assignment, Delegation, User
from zhanggui.org.models.positions import Duty, PayBand, Position, PositionAlias

__all__ = [
    "Acknowledgement",
    "Assignment",
    "Decision",
    "Delegation",
    "Duty",
    "HandbookVersion",
    "OpenQuestion",
    "PayBand",
    "Position",
    "PositionAlias",
    "User",
    "VersionState",
]

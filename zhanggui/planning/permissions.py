from enum import StrEnum


class Can(StrEnum):
    """What a position may be allowed to do with targets."""

    SEE = "planning.view_target"
    SET = "planning.add_target"

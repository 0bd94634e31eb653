from enum import StrEnum


class Can(StrEnum):
    """What a position may be allowed to do with the department's appraisals.

    Whose forms one sees hangs on one's seat, not on a permission: one's own, one's reports'.
    """

    LOOK = "appraisal.view_form"
    FILL_IN = "appraisal.add_form"

from enum import StrEnum


class Can(StrEnum):
    """What a position may be allowed to do with the department's appraisals.

    One's own form, and those one appraises or reviews, need no permission: they are one's seat.
    """

    SEE_ALL = "appraisal.view_form"
    FILL_IN = "appraisal.add_form"

from enum import StrEnum


class Can(StrEnum):
    """What a position may be allowed to do with pay. One's own slips need no permission."""

    LOOK = "payroll.view_payrun"
    PREPARE = "payroll.add_payrun"
    APPROVE = "payroll.approve_run"

"""Pay terms, and the month's run from its preparation to its approval."""

from zhanggui.payroll.services.running import (
    CannotApproveError,
    CannotPrepareError,
    approve,
    note_reading,
    prepare,
)
from zhanggui.payroll.services.terms import confirm_scheme, sample_scheme, set_terms

__all__ = [
    "CannotApproveError",
    "CannotPrepareError",
    "approve",
    "confirm_scheme",
    "note_reading",
    "prepare",
    "sample_scheme",
    "set_terms",
]

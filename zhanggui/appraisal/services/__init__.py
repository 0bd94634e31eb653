"""Filling forms in from frozen evidence, and carrying them from hand to hand."""

from zhanggui.appraisal.services.filling import CannotFillInError, fill_in
from zhanggui.appraisal.services.moving import (
    CannotMoveError,
    acknowledge,
    lock,
    publish,
    rate_self,
    score_form,
    send_back,
)
from zhanggui.appraisal.services.templates import load_templates

__all__ = [
    "CannotFillInError",
    "CannotMoveError",
    "acknowledge",
    "fill_in",
    "load_templates",
    "lock",
    "publish",
    "rate_self",
    "score_form",
    "send_back",
]

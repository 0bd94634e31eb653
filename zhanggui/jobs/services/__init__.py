"""Asking for long work, running it, and bringing back what a dead worker left."""

from zhanggui.jobs.services.asking import CannotAskError, cancel, enqueue, retry

__all__ = ["CannotAskError", "cancel", "enqueue", "retry"]

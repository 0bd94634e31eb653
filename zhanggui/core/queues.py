"""Queues: work that waits, declared by the app that owns it, shown on the desks of its duty."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from zhanggui.core.registry import Registry


@dataclass(frozen=True)
class Waiting:
    """What a queue holds at a moment: how many, how many of them late, and the nearest deadline."""

    count: int
    late: int
    due_at: datetime | None
    detail: str = ""


# (user, now) → Waiting; `user` narrows to what that person may see.
CountWaiting = Callable[[Any, datetime], Waiting]


@dataclass(frozen=True)
class Queue:
    """Work waiting for a duty.

    `label` counts, with %(count)s ("%(count)s orders without a tracking number"); `act` is the verb
    on the button; `url` opens the list already filtered; `duty_tool` is the tool of the duties
    that own it.
    """

    code: str
    label: str | Promise
    act: str | Promise
    url: Callable[[], str]
    duty_tool: str
    permission: str
    waiting: CountWaiting


queues: Registry[Queue] = Registry()


def declare(queue: Queue) -> Queue:
    return queues.add(queue)

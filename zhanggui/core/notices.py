"""Notices: which work is told to whom. Apps declare rules in notices.py; the desk delivers them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from zhanggui.core.registry import Registry


@dataclass(frozen=True)
class NoticeRule:
    """Tell people of an action of the journal.

    `action` is its code; `to` takes the journal entry and returns the ids of the people; `text` is
    the msgid of a sentence, given through gettext_noop, with %(name)s for the facts; `url` opens
    what it is about.
    """

    code: str
    action: str
    text: str | Promise
    to: Callable[[Any], Collection[int]]
    url: Callable[[Any], str]
    facts: Callable[[Any], Mapping[str, str | int]] = lambda _entry: {}


notices: Registry[NoticeRule] = Registry()


def declare(rule: NoticeRule) -> NoticeRule:
    """Add a rule to the registry; see NoticeRule for what its fields mean."""
    return notices.add(rule)

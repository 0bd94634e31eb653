from importlib import import_module

import pytest
from django.db import connection

from zhanggui.journal import services
from zhanggui.journal.actions import Action, actions
from zhanggui.journal.services.recording import handlers

append_only = import_module("zhanggui.journal.migrations.0002_append_only")


@pytest.fixture
def action():
    """An action of this test alone."""
    made = actions.add(Action("journal.tested", "试过"))
    yield made
    del actions._items[made.code]
    handlers.pop(made.code, None)


@pytest.fixture
def listen(action):
    """Subscribe a function to the action."""

    def subscribe(name, function):
        function.__qualname__ = name
        return services.on(action)(function)

    return subscribe


@pytest.fixture
def guarded_journal(db):
    """Put back the trigger that tests' databases lack, so that they can be emptied."""
    if connection.vendor == "sqlite":
        connection.cursor().execute(append_only.SQLITE[1])

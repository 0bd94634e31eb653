"""The product under another clock: the moment of ZG_TEST_NOW, ticking on from there."""

import os
from datetime import datetime

import time_machine

from tests.live_settings import *  # noqa: F403

# The browser keeps its own clock: a cookie with a date of last month would be gone at once.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

time_machine.travel(datetime.fromisoformat(os.environ["ZG_TEST_NOW"]), tick=True).start()

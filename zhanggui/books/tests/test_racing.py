"""Real processes ship and post the same orders: each leaves and is posted once."""

import json
import os
import subprocess
import sys

import pytest

PEOPLE = 4
ORDERS = 24


@pytest.mark.processes
def test_four_people_at_once_ship_and_post_each_order_once(own_database, tmp_path):
    environment = os.environ | {
        "ZG_DATABASE_URL": own_database,
        "ZG_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "zhanggui.config.settings",
    }

    told = subprocess.run(
        [sys.executable, "-m", "zhanggui.books.tests.racers", str(PEOPLE), str(ORDERS)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout) == {
        "exits": [0] * PEOPLE,
        "one_parcel_an_order": True,
        "one_order_a_number": True,
        "moves": True,
        "one_voucher_an_order": True,
        "no_gap": True,
        "unbalanced": 0,
        "some": True,
    }

"""Real processes race for the last units: what is granted is what there was, to the unit."""

import json
import os
import subprocess
import sys

import pytest

BUYERS = 8
ATTEMPTS = 250
UNITS = 500


@pytest.mark.processes
def test_eight_processes_never_sell_more_than_there_is(own_database, tmp_path):
    environment = os.environ | {
        "ZG_DATABASE_URL": own_database,
        "ZG_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "zhanggui.config.settings",
    }

    told = subprocess.run(
        [
            sys.executable,
            "-m",
            "zhanggui.inventory.tests.buyers",
            *map(str, (BUYERS, ATTEMPTS, UNITS)),
        ],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout) == {
        "exits": [0] * BUYERS,
        "granted": UNITS,
        "level": [UNITS, UNITS],
        "promises": UNITS,
        "differences": 0,
    }

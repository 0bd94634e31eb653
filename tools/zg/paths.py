"""Where things lie in a checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
# What belongs to the checkout; ZG_HOME moves the data, not these.
VAR = ROOT / "var"
ASSETS = ROOT / "assets"
VENDOR = VAR / "vendor"
STAMPS = VAR / "stamps"
LOGS = VAR / "log"
REQUIREMENTS = ROOT / "requirements"


def in_venv(tool: str) -> str:
    """Return the path of a tool that the environment holds."""
    return str(PYTHON.with_name(f"{tool}.exe" if WINDOWS else tool))

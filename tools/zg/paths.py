"""Where things lie in a checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
HOME = Path(os.environ.get("ZG_HOME") or ROOT / "var").expanduser().resolve()
ASSETS = ROOT / "assets"
VENDOR = HOME / "vendor"
STAMPS = HOME / "stamps"
LOGS = HOME / "log"
REQUIREMENTS = ROOT / "requirements"

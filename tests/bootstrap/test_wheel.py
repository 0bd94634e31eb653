"""The wheel alone, in a fresh environment, without npm and without a checkout."""

import re
import subprocess
import sys
import zipfile

import pytest

from tests.bootstrap.conftest import ROOT
from tools.zg import environment
from tools.zg.assets import wanted

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    target = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(target), "."]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return next(target.glob("*.whl"))


def test_it_carries_what_a_checkout_keeps_beside_the_code(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())

    carried = {name for name in names if name.startswith("zhanggui/_bundle/vendor/")}
    served = [item.target for item in wanted() if not item.tests_only]
    assert carried == {f"zhanggui/_bundle/vendor/{target}" for target in served}
    assert any(name.startswith("zhanggui/_bundle/user/") for name in names)
    assert any(name.endswith("LC_MESSAGES/django.mo") for name in names)
    assert any("/templates/" in name for name in names)
    assert not any("/tests/" in name for name in names)


def test_it_asks_for_what_runtime_in_asks_for(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith("METADATA"))
        metadata = archive.read(name).decode()
    listed = [
        line.split("#")[0].strip()
        for line in (ROOT / "requirements" / "runtime.in").read_text().splitlines()
        if line.split("#")[0].strip()
    ]

    assert len(re.findall(r"^Requires-Dist:", metadata, re.MULTILINE)) == len(listed)
    assert "License-Expression: AGPL-3.0-or-later" in metadata


def test_installed_alone_it_serves_its_first_page(wheel, tmp_path, port):
    venv, place = tmp_path / "venv", tmp_path / "place"
    place.mkdir()
    environment.make_venv(venv)
    # The same versions as the lock's; without hashes, since the wheel itself has none.
    pins = re.findall(r"^(\S+==\S+.*?) \\$", lock_text(), re.MULTILINE)
    constraints = tmp_path / "constraints.txt"
    constraints.write_text("\n".join(pins))
    environment.pip_install(venv / "bin" / "python", ["-c", str(constraints), str(wheel)], step="x")
    bare = {"PATH": "/nowhere", "HOME": str(tmp_path), "LANG": "C.UTF-8"}

    started = subprocess.run(
        [venv / "bin" / "zhanggui", "up", "--check", "--no-demo", "--port", str(port)],
        cwd=place,
        env=bare,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )

    assert started.returncode == 0, started.stdout + started.stderr
    for words in ("建立数据表", "整理静态文件", f"就绪 / ready: http://127.0.0.1:{port}/"):
        assert words in started.stdout
    assert (place / "var" / "zhanggui.sqlite3").exists()
    assert list((place / "var" / "static" / "vendor" / "tabler").glob("tabler.min.*.css"))
    assert [path.name for path in place.iterdir()] == ["var"]


def lock_text():
    return (ROOT / "requirements" / "runtime.lock").read_text()

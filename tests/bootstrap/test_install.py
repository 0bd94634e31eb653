"""The installers for real, against registries that are silent and files that are not as locked."""

import zipfile

import pytest

from tools.zg import assets, environment, locks
from zhanggui.config.machine.say import Trouble

pytestmark = pytest.mark.processes
NOWHERE = "http://127.0.0.1:9/simple"  # port 9: nobody answers


@pytest.fixture(params=["pip", "uv"] if environment.find_uv() else ["pip"])
def installer(request, monkeypatch):
    if request.param == "pip":
        monkeypatch.setenv("ZG_NO_UV", "1")
    return request.param


@pytest.fixture
def python(tmp_path, installer):
    environment.make_venv(tmp_path / "venv")
    return tmp_path / "venv" / "bin" / "python"


@pytest.fixture
def wheel(tmp_path):
    """A package as small as can be."""
    file = tmp_path / "nothing-1.0-py3-none-any.whl"
    info = "nothing-1.0.dist-info"
    tags = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: nothing\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", tags)
        archive.writestr(f"{info}/RECORD", "")
    return file


def test_a_silent_registry_is_a_sentence(python, monkeypatch):
    for name in ("PIP_INDEX_URL", "UV_DEFAULT_INDEX"):
        monkeypatch.setenv(name, NOWHERE)
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")

    with pytest.raises(Trouble, match="The package registry cannot be reached"):
        environment.pip_install(python, ["--no-deps", "nothing==1.0"], step="deps")


def test_a_file_that_is_not_as_locked_is_refused(python, wheel, tmp_path):
    lock = tmp_path / "x.lock"
    lock.write_text(f"nothing @ file://{wheel} --hash=sha256:{'0' * 64}\n")

    with pytest.raises(Trouble, match="does not match the lock file"):
        environment.pip_install(python, ["--require-hashes", "-r", str(lock)], step="deps")

    assert not list((tmp_path / "venv").rglob("nothing-1.0.dist-info"))


def test_a_silent_npm_registry_is_a_sentence(tmp_path, monkeypatch):
    npm = assets.find_npm(tmp_path)
    monkeypatch.setenv("npm_config_registry", NOWHERE)
    monkeypatch.setenv("npm_config_fetch_retries", "0")

    with pytest.raises(Trouble, match="The package registry cannot be reached"):
        assets.install(npm, tmp_path)


def test_no_lock_names_a_registry():
    for file in (*locks.REQUIREMENTS.glob("*.lock"), assets.ASSETS / "package-lock.json"):
        text = file.read_text()
        assert "--index-url" not in text
        assert '"resolved"' not in text

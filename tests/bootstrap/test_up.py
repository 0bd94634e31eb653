"""`up` as a person meets it: first start, second start, stop, races, and what stands in its way."""

import json
import signal
import socket
import sys
import urllib.request

import pytest

from tests.bootstrap.conftest import House

pytestmark = pytest.mark.processes


def read_until(process, words):
    for line in process.stdout:
        if words in line:
            return line
    pytest.fail(f"ended without saying {words!r}")


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_a_second_start_does_nothing_twice_and_loses_nothing(house, port):
    made = house.run("createuser", "keeper")
    assert made.returncode == 0, made.stderr

    again = house.run("up", "--check", "--no-demo", "--port", str(port))

    assert again.returncode == 0, again.stderr
    assert "数据表" not in again.stdout
    assert "静态文件" not in again.stdout
    assert "已存在" in house.run("createuser", "keeper").stderr
    assert not listens(port)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly_when_told_to(house, port, number):
    with house.start("up", "--no-demo", "--port", str(port)) as running:
        read_until(running, "ready")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=30) as page:
            assert page.status == 200

        running.send_signal(number)
        said = running.stdout.read()

    assert running.returncode == 0
    assert "已停止 / stopped" in said
    assert "Traceback" not in said
    assert not listens(port)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with a parent")
def test_a_parent_that_is_killed_takes_its_children_along(house, port):
    with house.start("up", "--no-demo", "--port", str(port)) as running:
        read_until(running, "ready")

        running.kill()
        # The pipe closes when the last process that writes to it has ended.
        running.communicate(timeout=30)

    assert not listens(port)


def test_a_second_start_of_the_same_house_is_refused_with_its_address(house, port):
    with house.start("up", "--no-demo", "--port", str(port)) as running:
        read_until(running, "ready")

        second = house.run("up", "--no-demo", "--port", str(port + 1))

        running.terminate()
        running.communicate()
    assert second.returncode == 1
    assert f"It is running already (pid {running.pid} http://127.0.0.1:{port}/)" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_taken_port_is_refused_before_anything_starts(house):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]

        refused = house.run("up", "--port", str(port))

    assert refused.returncode == 1
    assert f"zhanggui up --port {port + 1}" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_home_that_cannot_be_written_is_a_sentence():
    refused = House("/dev/null/home").run("up", "--check")

    assert refused.returncode == 1
    assert "This place cannot be written to" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_bad_setting_is_a_sentence(house):
    refused = house.run("doctor", ZG_DB_CONN_MAX_AGE="long")

    assert refused.returncode == 1
    assert "ZG_DB_CONN_MAX_AGE='long': use a whole number" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_database_that_is_away_is_a_sentence(house, port):
    away = "postgres://nobody@127.0.0.1:9/none"

    refused = house.run("up", "--check", "--port", str(port), ZG_DATABASE_URL=away)

    assert refused.returncode == 1
    assert "The database cannot be used" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_doctor_finds_a_well_house_well(house):
    seen = house.run("doctor", "--json")

    states = {finding["name"]: finding["state"] for finding in json.loads(seen.stdout)}
    assert states["database"] == states["integrity"] == states["migrations"] == "good"
    assert states["disk"] == states["static"] == "good"


def test_the_doctor_finds_a_damaged_database(house, tmp_path):
    base = (house.home / "zhanggui.sqlite3").read_bytes()
    (tmp_path / "zhanggui.sqlite3").write_bytes(base[:8192] + b"\xff" * 40_960 + base[49_152:])

    seen = House(tmp_path).run("doctor")

    assert seen.returncode == 1
    assert "✗ integrity" in seen.stdout

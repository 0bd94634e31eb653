"""Stamps, locks, the allow-list, and the closing line."""

import multiprocessing
import shutil

import pytest

from tools.zg import assets, environment, locks
from tools.zg.testing import phases, report
from tools.zg.testing.report import Result
from zhanggui.config.machine.filelock import FileLock, HeldError
from zhanggui.config.machine.say import Trouble
from zhanggui.config.machine.stamps import Stamp, digest


def test_a_stamp_holds_until_an_input_changes(tmp_path):
    file = tmp_path / "input"
    file.write_text("one")
    Stamp(tmp_path / "stamp", digest([file])).write()

    assert Stamp(tmp_path / "stamp", digest([file])).holds()

    file.write_text("two")

    assert not Stamp(tmp_path / "stamp", digest([file])).holds()
    assert digest([file]) != digest([file], "another Python")


def test_a_lock_older_than_its_input_is_named(tmp_path, monkeypatch):
    folder = tmp_path / "requirements"
    shutil.copytree(locks.REQUIREMENTS, folder)
    monkeypatch.setattr(locks, "REQUIREMENTS", folder)
    for name in locks.INPUTS:
        locks.write_head(folder / f"{name}.lock", name)
    locks.check_locks()

    with (folder / "runtime.in").open("a") as file:
        file.write("# a comment changes nothing\n\n")
    locks.check_locks()

    with (folder / "runtime.in").open("a") as file:
        file.write("six\n")
    with pytest.raises(Trouble, match=r"runtime.lock is older") as caught:
        locks.check_locks()
    assert caught.value.commands == ("./zg lock",)


def test_the_allow_list_alone_is_copied_and_links_to_maps_are_cut(tmp_path):
    modules, target = tmp_path / "node_modules", tmp_path / "vendor"
    for item in assets.wanted():
        file = modules / item.source
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x();\n//# sourceMappingURL=x.min.js.map\n")
    (modules / "echarts" / "huge.js").write_bytes(b"not wanted")
    script = next(item.target for item in assets.wanted() if item.target.endswith(".js"))

    sums = assets.copy_wanted(modules, target)

    copied = {str(f.relative_to(target)) for f in target.rglob("*") if f.is_file()}
    assert copied == {item.target for item in assets.wanted()}
    assert (target / script).read_bytes() == b"x();\n"
    assert [line.split()[1] for line in sums.splitlines()] == sorted(copied)


def test_pip_is_counted_as_it_goes():
    read = environment.counter(3)

    assert read("Looking in indexes") is None
    assert read("Collecting django==5.2") == "1/3"
    assert read("  Collecting sqlparse") == "2/3"


def hold(file, taken, let_go):
    with FileLock(file, note="pid 1 http://127.0.0.1:8000/"):
        taken.set()
        let_go.wait(20)


def test_a_held_lock_is_refused_with_the_holders_note_or_waited_for(tmp_path):
    context = multiprocessing.get_context("spawn")
    taken, let_go = context.Event(), context.Event()
    other = context.Process(target=hold, args=(tmp_path / "lock", taken, let_go))
    other.start()
    assert taken.wait(20)

    with pytest.raises(HeldError, match="pid 1 http"), FileLock(tmp_path / "lock"):
        pass
    heard = []

    def on_wait(note):
        heard.append(note)
        let_go.set()

    with FileLock(tmp_path / "lock", on_wait=on_wait):
        pass
    other.join()

    assert heard == ["pid 1 http://127.0.0.1:8000/"]


def passed(name, closing, code=0):
    return Result(name, code, 1.5, f"...\n{closing}\n", counts=True)


def test_the_last_line_sums_all_passes():
    results = [
        passed("sqlite", "210 passed, 1 skipped in 61.20s (0:01:01)"),
        passed("postgres", "1 failed, 209 passed, 1 error in 80.01s", code=1),
        passed("browser", "220 deselected in 1.14s", code=report.NOTHING_CHOSEN),
        Result("ruff", 0, 0.1, "All checks passed!", counts=False),
    ]

    line = report.combined(results, 100.0)

    assert line.strip("=") == " 1 failed, 419 passed, 1 skipped, 1 errors in 100.00s "
    assert [result.good for result in results] == [True, False, True, True]


def test_a_failed_check_and_a_pass_that_broke_off_count():
    results = [
        Result("mypy", 1, 9.0, "Found 3 errors in 1 file", counts=False),
        Result("sqlite", 3, 1.0, "ImportError while loading conftest", counts=True),
    ]

    assert report.combined(results, 10).strip("=") == " 1 failed, 1 errors in 10.00s "


def test_the_table_says_what_was_skipped_and_why():
    skipped = Result("browser", 0, 0.0, "", counts=True, skipped="no chromium here")

    assert report.table([skipped]) == "  browser       SKIPPED      0.0 s  no chromium here"


def test_phases_are_chosen_by_name_by_app_or_by_path():
    assert [p.name for p in phases.chosen(["postgres", "ruff"])] == ["ruff", "postgres"]
    assert len(phases.chosen(["lint"])) == len(phases.static())
    (picked,) = phases.chosen(["journal", "tests/test_architecture.py"])
    assert picked.command[-2:] == ["zhanggui/journal", "tests/test_architecture.py"]


def test_no_setting_of_the_users_product_reaches_the_tests(monkeypatch):
    monkeypatch.setenv("ZG_DATABASE_URL", "postgres://the-real-one/")

    assert "ZG_DATABASE_URL" not in phases.surroundings(full=False)
    assert phases.surroundings(full=True)["ZG_TEST_FULL"] == "1"

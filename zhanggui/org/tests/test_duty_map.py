import json
from datetime import datetime
from io import StringIO

import pytest
from django.core.management import call_command

from tests.duties import ROOT, write_down
from zhanggui.core.periods import SHANGHAI, Month
from zhanggui.journal.services import record
from zhanggui.org.actions import ASSIGNED
from zhanggui.org.rules.proof import (
    FULL,
    PARTIAL,
    Proof,
    Standing,
    proofs_in,
    read_record,
    standing,
)
from zhanggui.org.selectors.dutymap import map_duties

HERE = "zhanggui/org/tests/test_duty_map.py"
WHOLE = Proof("SG-08", "t", FULL)
PART = Proof("SG-01", "t", PARTIAL, "no calls")


@pytest.mark.parametrize(
    ("proofs", "has_screen", "expected"),
    [
        ([], False, Standing.MISSING),
        ([], True, Standing.PARTIAL),
        ([PART], False, Standing.PARTIAL),
        ([PART], True, Standing.PARTIAL),
        ([WHOLE], True, Standing.PROVEN),
        ([WHOLE], False, Standing.PARTIAL),
    ],
)
def test_only_a_full_proof_on_a_screen_that_stands_makes_a_duty_green(proofs, has_screen, expected):
    assert standing(proofs, has_screen=has_screen) == expected


def heard(outcome, file=HERE):
    return {
        "test": f"{file}::t",
        "duty": "SG-08",
        "proves": FULL,
        "reason": "",
        "file": file,
        "outcome": outcome,
    }


def proven(file):
    return [proof.duty for proof in proofs_in(read_record(file), ROOT)]


def test_a_duty_is_proven_only_where_its_test_passed_on_every_database(tmp_path):
    file = tmp_path / "duties.json"

    write_down([heard("passed")], file, "sqlite")
    assert proven(file) == ["SG-08"]
    write_down([heard("failed")], file, "postgresql")
    assert proven(file) == []
    write_down([heard("passed")], file, "postgresql")
    assert proven(file) == ["SG-08"]


def test_a_test_that_changed_since_proves_nothing(tmp_path):
    file = tmp_path / "duties.json"
    write_down([heard("passed")], file, "sqlite")
    record = json.loads(file.read_text())
    record["tests"][f"{HERE}::t SG-08"]["sum"] = "another"
    file.write_text(json.dumps(record))

    assert proven(file) == []


def test_a_damaged_record_proves_nothing(tmp_path):
    (tmp_path / "duties.json").write_text("{")

    assert proven(tmp_path / "duties.json") == []
    assert proven(tmp_path / "none.json") == []


def test_every_duty_of_the_handbook_is_on_the_map_with_two_queries(
    department, django_assert_num_queries
):
    with django_assert_num_queries(2):
        mapped = map_duties(Month(2026, 11))

    codes = [one.duty.code for one in mapped]
    assert len(codes) == 104
    assert codes[:2] == ["DEPT-01", "DEPT-02"]
    assert {"SG-08", "QC-08", "WH-T2", "PS-12"} <= set(codes)
    staff = next(one for one in mapped if one.duty.code == "MGR-13")
    assert "org.assigned" in [action.code for action in staff.actions]


def test_evidence_counts_where_the_work_was_done(manager, shop_guide):
    at = datetime(2026, 11, 30, 23, 59, tzinfo=SHANGHAI)
    record(ASSIGNED, by=manager, subject=shop_guide, at=at)
    record(ASSIGNED, by=None, subject=shop_guide, at=at)

    def count(month):
        return {m.duty.code: m.evidence for m in map_duties(month)}["MGR-13"]

    assert (count(Month(2026, 11)), count(Month(2026, 12))) == (1, 0)


def test_the_command_prints_one_object_that_programs_read(department, settings, tmp_path):
    settings.DUTY_RECORD = tmp_path / "none.json"
    out = StringIO()

    call_command("duties", "--json", stdout=out)

    rows = {row["id"]: row for row in json.loads(out.getvalue())["duties"]}
    assert len(rows) == 104
    assert set(rows["SG-08"]) == {
        *("id", "state", "screen", "actions", "indicators", "test", "reason")
    }
    assert {row["state"] for row in rows.values()} <= {"partial", "missing"}

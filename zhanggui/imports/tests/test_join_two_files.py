import pytest
from django.contrib.auth.models import Group

from zhanggui.imports.batches import portions
from zhanggui.imports.models import State
from zhanggui.imports.registry import Outcome
from zhanggui.imports.selectors import counts, refused_table
from zhanggui.imports.services import CannotReceiveError

pytestmark = pytest.mark.django_db
MAIN = "编号,名称\nG1,组1\nG2,组2\nG3,组3\nG4,组4\n"
LINES = "主订单编号,成员\nG4,d\nG1,a\nG2,b\nG1,aa\n"


def all_counts(session):
    return [(c.in_file, c.read, c.new, c.unchanged, c.refused) for c in counts(session)]


@pytest.mark.parametrize("order", [(MAIN, LINES), (LINES, MAIN)])
def test_lines_find_their_rows_whatever_the_order(take, order):
    session = take(*order)

    found = {
        row.get("number"): [line.get("member") for line in portion.batch.lines_of(row)]
        for portion in portions(session)
        for row in portion.rows
    }

    assert found == {"G1": ["a", "aa"], "G2": ["b"], "G3": [], "G4": ["d"]}


def test_the_rows_of_both_files_add_up(committed):
    session = committed(MAIN + "G5,坏\n", LINES + "G5,x\nG5,y\nG9,z\n")

    assert all_counts(session) == [(5, 5, 4, 0, 1), (7, 7, 4, 0, 3)]
    refused = session.rows.filter(outcome=Outcome.REFUSED, sheet_code="lines")
    assert [(row.number, row.reason) for row in refused.order_by("number")] == [
        (6, "坏名"),
        (7, "坏名"),
        (8, "无主"),
    ]
    _head, rows = refused_table(session.files.get(sheet_code="lines"))
    assert [row[:2] for row in rows] == [["G5", "x"], ["G5", "y"], ["G9", "z"]]


def test_a_row_with_a_broken_line_is_refused_with_all_its_lines(committed):
    session = committed(MAIN, LINES + "G1,=cmd\n")

    assert session.state == State.DONE
    assert all_counts(session) == [(4, 4, 3, 0, 1), (5, 5, 2, 0, 3)]
    assert not Group.objects.filter(name="G1").exists()
    row = session.rows.get(sheet_code="main", outcome=Outcome.REFUSED)
    assert "6" in row.reason
    assert "=cmd" in row.reason


def test_a_line_without_a_key_is_listed_by_itself(committed):
    session = committed(MAIN, LINES + ",x\n")

    assert all_counts(session) == [(4, 4, 4, 0, 0), (5, 5, 4, 0, 1)]


def test_lines_of_a_refused_row_share_its_fate(committed):
    session = committed(MAIN + "G5,\n", LINES + "G5,x\n")

    assert all_counts(session) == [(5, 5, 4, 0, 1), (5, 5, 4, 0, 1)]


def test_two_files_of_one_kind_are_refused(take):
    with pytest.raises(CannotReceiveError):
        take(MAIN, MAIN)


def test_the_second_file_alone_is_refused(take):
    with pytest.raises(CannotReceiveError):
        take(LINES)

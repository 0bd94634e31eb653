from dataclasses import replace

import pytest
from django.contrib.auth.models import Group

from zhanggui.imports.models import ImportSession, State
from zhanggui.imports.registry import Outcome
from zhanggui.imports.selectors import counts, earlier, refused_table
from zhanggui.imports.services import (
    CannotCommitError,
    CannotUndoError,
    ask_commit,
    ask_undo,
    cancel,
    run_check,
    run_commit,
    run_undo,
)
from zhanggui.imports.tests.conftest import AT, stored
from zhanggui.journal.models import Entry

pytestmark = pytest.mark.django_db
SEVEN = "编号,名称\n" + "".join(f"G{n},组{n}\n" for n in range(1, 8))


def outcome_counts(session):
    [count] = counts(session)[:1]
    return count.in_file, count.new, count.changed, count.unchanged, count.refused


def test_a_check_judges_each_row_and_imports_nothing(checked):
    session = checked(SEVEN + "G8,坏\n")

    assert session.state == State.READY
    assert outcome_counts(session) == (8, 7, 0, 0, 1)
    assert session.tally["fen"] == {"NEW": 7, "REFUSED": 100}
    row = session.rows.get(outcome=Outcome.REFUSED)
    assert (row.number, row.key, row.reason, row.mend) == (9, "G8", "坏名", "改名")
    assert stored() == 0


def test_a_commit_stores_the_good_rows_and_lists_the_bad_ones(committed):
    session = committed(SEVEN + "G8,坏\n")

    assert session.state == State.DONE
    assert outcome_counts(session) == (8, 7, 0, 0, 1)
    assert stored() == 7
    entry = Entry.objects.get(action="imports.committed")
    assert entry.facts == {
        "kind": "tests.groups",
        "new": 7,
        "changed": 0,
        "unchanged": 0,
        "refused": 1,
    }


def test_the_same_file_again_changes_nothing_and_is_recognised(committed):
    first = committed(SEVEN)

    second = committed(SEVEN)

    assert earlier(second) == first
    assert outcome_counts(second) == (7, 0, 0, 7, 0)
    assert stored() == 7


def test_refused_rows_come_back_in_their_own_layout_with_the_reason(committed):
    session = committed("导出\n编号,备注,名称\nG1,x,坏\nG2,y,好\n")

    head, rows = refused_table(session.files.get())

    assert head[:3] == ["编号", "备注", "名称"]
    assert list(rows) == [["G1", "x", "坏", "坏名", "改名"]]


def test_a_run_that_was_killed_goes_on_after_its_last_whole_batch(checked):
    session = checked(SEVEN)
    ask_commit(session=session)
    run_commit(session.pk, at=AT, meter=lambda done, _total: done < 6)
    session.refresh_from_db()
    assert (session.state, session.batches_done, stored()) == (
        State.COMMITTING,
        2,
        6,
    )

    run_commit(session.pk, at=AT)

    session.refresh_from_db()
    assert session.state == State.DONE
    assert outcome_counts(session) == (7, 7, 0, 0, 0)
    assert stored() == 7


def test_two_runs_of_one_session_store_each_batch_once(checked):
    session = checked(SEVEN)
    ask_commit(session=session)

    def rival(done, _total):
        if done == 3:
            run_commit(session.pk, at=AT)
        return True

    run_commit(session.pk, at=AT, meter=rival)

    session.refresh_from_db()
    assert session.state == State.DONE
    assert outcome_counts(session) == (7, 7, 0, 0, 0)
    assert Entry.objects.filter(action="imports.committed").count() == 1


def test_a_batch_that_fails_leaves_nothing_of_itself(checked, target, monkeypatch):
    session = checked(SEVEN)
    ask_commit(session=session)

    def fail(batch, context):
        Group.objects.create(name="G0")
        raise ZeroDivisionError

    monkeypatch.setattr(ImportSession, "target", replace(target, store=fail))
    with pytest.raises(ZeroDivisionError):
        run_commit(session.pk, at=AT)

    session.refresh_from_db()
    assert session.batches_done == 0
    assert stored() == 0


def test_a_target_must_speak_of_each_row(checked, target, monkeypatch):
    session = checked(SEVEN)
    ask_commit(session=session)
    silent = replace(target, store=lambda *_: [])
    monkeypatch.setattr(ImportSession, "target", silent)

    with pytest.raises(RuntimeError, match="one verdict on each row"):
        run_commit(session.pk, at=AT)


def test_an_unchecked_file_cannot_be_committed(take):
    session = take(SEVEN)

    with pytest.raises(CannotCommitError):
        ask_commit(session=session)

    run_commit(session.pk, at=AT)
    assert stored() == 0


def test_a_cancelled_commit_keeps_whole_batches_and_can_go_on(checked, clerk):
    session = checked(SEVEN)
    ask_commit(session=session)
    run_commit(
        session.pk,
        at=AT,
        meter=lambda *_: bool(cancel(session=session, by=clerk, at=AT)),
    )
    session.refresh_from_db()
    assert (session.state, stored()) == (State.CANCELLED, 3)

    ask_commit(session=session)
    run_commit(session.pk, at=AT)

    session.refresh_from_db()
    assert (session.state, stored()) == (State.DONE, 7)


def test_undo_takes_back_what_the_import_made(committed):
    session = committed(SEVEN)

    ask_undo(session=session)
    run_undo(session.pk, at=AT)

    session.refresh_from_db()
    assert session.state == State.UNDONE
    assert stored() == 0
    with pytest.raises(CannotUndoError):
        ask_undo(session=session)


def test_an_import_that_changed_nothing_has_nothing_to_undo(committed):
    committed(SEVEN)
    session = committed(SEVEN)

    with pytest.raises(CannotUndoError):
        ask_undo(session=session)


def test_a_check_can_be_run_again(checked):
    session = checked(SEVEN)
    ImportSession.objects.filter(pk=session.pk).update(state=State.CHECKING)

    run_check(session.pk, at=AT)

    session.refresh_from_db()
    assert outcome_counts(session) == (7, 7, 0, 0, 0)

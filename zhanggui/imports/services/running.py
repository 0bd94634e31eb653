"""The long work of a session: checking a file, committing it, undoing that.

Each may be killed at any moment and be run again: checking starts over, committing and undoing go
on after the last batch that was stored, for a batch and the note of it are one transaction.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from zhanggui.imports.actions import COMMITTED, UNDONE
from zhanggui.imports.batches import portions
from zhanggui.imports.models import ImportedChange, ImportedRow, ImportSession, State
from zhanggui.imports.registry import Change, Context, Outcome
from zhanggui.imports.services.judging import Book, context_of
from zhanggui.imports.tally import Tally
from zhanggui.journal.services import record

# (rows done, rows in all) → False when the work shall stop.
Meter = Callable[[int, int], bool]
_UNDO_BATCH = 200


def unmetered(_done: int, _total: int) -> bool:
    return True


def run_check(session_id: int, *, at: datetime, meter: Meter = unmetered) -> None:
    """Judge each row of a session that is CHECKING; leave it READY, with nothing imported."""
    session = _session(session_id)
    if session.state != State.CHECKING:
        return
    session.rows.all().delete()
    book = Book(session, Tally())
    context = context_of(session)
    total, done = _total(session), 0
    for portion in portions(session):
        book.add(portion, session.target.judge(portion.batch, context))
        done += len(portion.rows) + len(portion.refused)
        if not meter(done, total):
            return
    ImportSession.objects.filter(pk=session_id, state=State.CHECKING).update(
        state=State.READY, tally=book.tally.as_json(), checked_at=at
    )


def run_commit(session_id: int, *, at: datetime, meter: Meter = unmetered) -> None:
    """Store each batch of a session that is COMMITTING, in a transaction of its own.

    Stops after a batch when the meter says so; what was stored stays, and can be gone on with.
    """
    session = _session(session_id)
    if session.state != State.COMMITTING:
        return
    context = replace(context_of(session), at=at)
    book = Book(session, Tally.from_json(session.tally if session.batches_done else {}))
    total, done = _total(session), 0
    for index, portion in enumerate(portions(session)):
        if index >= session.batches_done:
            with transaction.atomic():
                if not _claim(session_id, index):
                    return
                if index == 0:
                    ImportedRow.objects.filter(session=session_id).delete()
                verdicts = session.target.store(portion.batch, context)
                book.add(portion, verdicts)
                book.keep_changes(verdicts if session.target.undo else ())
                ImportSession.objects.filter(pk=session_id).update(tally=book.tally.as_json())
        done += len(portion.rows) + len(portion.refused)
        if not meter(done, total):
            return
    _finish(session, context, book.tally, at)


def _claim(session_id: int, index: int) -> bool:
    """Take the next batch: False when another run has it, or the session was cancelled."""
    mine = ImportSession.objects.filter(pk=session_id, state=State.COMMITTING, batches_done=index)
    return bool(mine.update(batches_done=index + 1))


@transaction.atomic
def _finish(session: ImportSession, context: Context, tally: Tally, at: datetime) -> None:
    mine = ImportSession.objects.filter(pk=session.pk, state=State.COMMITTING)
    if not mine.update(state=State.DONE, committed_at=at):
        return
    if session.target.finish:
        session.target.finish(context)
    main = session.target.sheets[0].code
    facts: dict[str, str | int | bool | None] = {"kind": session.target_code}
    facts |= {outcome.lower(): tally.of(main, outcome) for outcome in Outcome}
    record(
        COMMITTED,
        by=session.by,
        subject=session,
        at=at,
        facts={"kind": session.target_code} | facts,
    )


def run_undo(session_id: int, *, at: datetime, meter: Meter = unmetered) -> None:
    """Take back what a session that is UNDOING stored, the newest change first.

    What cannot be taken back, because it was used since, stays and is listed as refused.
    """
    session = _session(session_id)
    if session.state != State.UNDOING or session.target.undo is None:
        return
    context = replace(context_of(session), at=at)
    total = left = session.changes.count()
    while changes := list(session.changes.order_by("-id")[:_UNDO_BATCH]):
        with transaction.atomic():
            _undo_batch(session, changes, context)
        left -= len(changes)
        if not meter(total - left, total):
            return
    with transaction.atomic():
        mine = ImportSession.objects.filter(pk=session_id, state=State.UNDOING)
        if mine.update(state=State.UNDONE, undone_at=at):
            record(UNDONE, by=session.by, subject=session, at=at, facts={"objects": total})


def _undo_batch(session: ImportSession, changes: list[ImportedChange], context: Context) -> None:
    undo = session.target.undo
    taken, _each = ImportedChange.objects.filter(pk__in=[c.pk for c in changes]).delete()
    if undo is None or taken < len(changes):
        return  # another run took them
    verdicts = undo([Change(c.subject_id, c.before) for c in changes], context)
    ImportedRow.objects.bulk_create(
        [
            ImportedRow(
                session=session,
                sheet_code="undo",
                number=change.pk,
                outcome=verdict.outcome,
                key=verdict.key[:80],
                reason=str(verdict.reason)[:300],
                mend=str(verdict.mend)[:300],
            )
            for change, verdict in zip(changes, verdicts, strict=True)
        ]
    )


def _session(session_id: int) -> ImportSession:
    return ImportSession.objects.select_related("by").get(pk=session_id)


def _total(session: ImportSession) -> int:
    return session.files.get(sheet_code=session.target.sheets[0].code).rows

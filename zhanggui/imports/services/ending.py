"""What a person decides about a session: commit it, go on with it, cancel it, undo it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhanggui.imports.actions import CANCELLED, DOWNLOADED
from zhanggui.imports.models import ImportFile, ImportSession, State
from zhanggui.journal.services import record
from zhanggui.org.models import User


class CannotCommitError(Exception):
    """The session is not ready to be committed."""


class CannotCancelError(Exception):
    """The session is over already."""


class CannotUndoError(Exception):
    """What the session did cannot be taken back."""


@transaction.atomic
def ask_commit(*, session: ImportSession) -> ImportSession:
    """Let the rows of a checked session be stored; also goes on with one cancelled half-way.

    :raises CannotCommitError: if it is not checked, or is over
    """
    session = ImportSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if session.state == State.READY:
        session.batches_done = 0
        session.tally = {}
    elif not can_go_on(session):
        raise CannotCommitError(_("This import is not ready to be committed."))
    session.state = State.COMMITTING
    session.save(update_fields=["state", "batches_done", "tally"])
    return session


def can_go_on(session: ImportSession) -> bool:
    """Whether a commit was cancelled half-way."""
    return session.state == State.CANCELLED and session.batches_done > 0


@transaction.atomic
def cancel(*, session: ImportSession, by: User, at: datetime) -> ImportSession:
    """Stop a session for good. What is stored already stays; undo takes it back where possible.

    :raises CannotCancelError: if it is over already
    """
    stoppable = {State.MAPPING, State.CHECKING, State.READY, State.COMMITTING}
    mine = ImportSession.objects.filter(pk=session.pk, state__in=stoppable)
    if not mine.update(state=State.CANCELLED):
        raise CannotCancelError(_("This import is over already."))
    session.refresh_from_db()
    record(CANCELLED, by=by, subject=session, at=at)
    return session


@transaction.atomic
def ask_undo(*, session: ImportSession) -> ImportSession:
    """Let what a session stored be taken back.

    :raises CannotUndoError: if its kind cannot be undone, or nothing is left of it
    """
    if session.target.undo is None:
        raise CannotUndoError(_("An import of this kind cannot be undone."))
    over = {State.DONE, State.CANCELLED}
    mine = ImportSession.objects.filter(pk=session.pk, state__in=over)
    if not session.changes.exists() or not mine.update(state=State.UNDOING):
        raise CannotUndoError(_("There is nothing to undo."))
    session.refresh_from_db()
    return session


@transaction.atomic
def note_download(*, file: ImportFile, by: User, at: datetime) -> None:
    """Write down who took an original, which may hold personal data."""
    record(DOWNLOADED, by=by, subject=file.session, at=at, facts={"file": file.pk})

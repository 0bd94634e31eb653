"""Handing a session's long work to a worker."""

from datetime import datetime

from django.db import transaction

from zhanggui.imports.models import ImportSession, State
from zhanggui.jobs.services import enqueue
from zhanggui.org.models import User

KINDS = {
    State.CHECKING.value: "imports.check",
    State.COMMITTING.value: "imports.commit",
    State.UNDOING.value: "imports.undo",
}


@transaction.atomic
def start(*, session: ImportSession, by: User, at: datetime) -> ImportSession:
    """Ask for the work that the session's state calls for; nothing when it calls for none.

    Asking twice does no harm: two runs of one session store each batch once.
    """
    if kind := KINDS.get(session.state):
        job = enqueue(kind, by=by, at=at, session=session.pk)
        ImportSession.objects.filter(pk=session.pk).update(job=job)
    session.refresh_from_db()
    return session

"""Importing as a person does, without the pages: upload, check, commit."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from zhanggui.imports.models import ImportSession
from zhanggui.imports.registry import targets
from zhanggui.imports.services.ending import ask_commit
from zhanggui.imports.services.receiving import Upload, receive
from zhanggui.imports.services.running import run_check, run_commit
from zhanggui.org.models import User


def bring_in(
    code: str, files: Sequence[Path], options: Mapping[str, str], *, by: User, at: datetime
) -> ImportSession:
    """Carry files through the real import of a target, to its end."""
    session = receive(
        target=targets[code],
        uploads=[Upload(path.name, path) for path in files],
        options=options,
        by=by,
        at=at,
    )
    run_check(session.pk, at=at)
    ask_commit(session=session)
    run_commit(session.pk, at=at)
    session.refresh_from_db()
    return session

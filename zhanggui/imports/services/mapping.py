"""The columns of a file, chosen by a person and remembered for the next file of that source."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from zhanggui.imports.headings import fingerprint, missing
from zhanggui.imports.models import ColumnMapping, ImportSession, State
from zhanggui.imports.registry import Sheet


class CannotMapError(Exception):
    """The chosen columns do not do; the message says which."""


@transaction.atomic
def choose_columns(
    *, session: ImportSession, columns: Mapping[str, Mapping[str, int]]
) -> ImportSession:
    """Read a session's files by these columns (by sheet: field → index), and check them anew.

    :raises CannotMapError: if a required field has no column, one column is chosen twice, or the
        session is past choosing
    """
    session = ImportSession.objects.select_for_update().get(pk=session.pk)
    if session.state not in {State.MAPPING, State.CHECKING, State.READY}:
        raise CannotMapError(_("This import is past the choice of columns."))
    sheets = {sheet.code: sheet for sheet in session.target.sheets}
    for file in session.files.all():
        chosen = dict(columns.get(file.sheet_code, {}))
        _check(sheets[file.sheet_code], chosen, len(file.headings))
        file.columns = chosen
        file.save(update_fields=["columns"])
        ColumnMapping.objects.update_or_create(
            target_code=session.target_code,
            sheet_code=file.sheet_code,
            fingerprint=fingerprint(file.headings),
            defaults={"columns": chosen},
        )
    session.state = State.CHECKING
    session.save(update_fields=["state"])
    return session


def _check(sheet: Sheet, chosen: Mapping[str, int], width: int) -> None:
    names = {field.name for field in sheet.fields}
    if not names.issuperset(chosen) or not all(0 <= index < width for index in chosen.values()):
        raise CannotMapError(_("A column is not in the file."))
    if lacking := missing(chosen, sheet):
        raise CannotMapError(
            _("Choose a column for: %(fields)s.")
            % {"fields": "、".join(str(field.label) for field in lacking)}
        )
    if len(set(chosen.values())) < len(chosen):
        raise CannotMapError(_("One column is chosen for two fields."))

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhanggui.journal.services import record
from zhanggui.org.models import User
from zhanggui.shipping.actions import DISPATCH_FILE_MADE, DISPATCH_FILE_SENT, TEMPLATE_CHANGED
from zhanggui.shipping.models import (
    DispatchFile,
    DispatchRow,
    DispatchTemplate,
    FileFormat,
    Parcel,
)
from zhanggui.shipping.rules import FIELDS
from zhanggui.shipping.selectors import columns_of
from zhanggui.shops.models import Shop

MAX_COLUMNS = 30


class CannotMakeFileError(Exception):
    """There is nothing to tell the platform."""


class CannotSaveTemplateError(Exception):
    """A dispatch template would make files that no platform takes."""


@transaction.atomic
def make_dispatch_file(*, shop_id: int, by: User, at: datetime) -> DispatchFile:
    """Write the parcels that the shop's platform was not told of into a file, each once for all.

    :raises CannotMakeFileError: if there are none
    """
    shop = Shop.objects.select_for_update().get(pk=shop_id)
    parcels = list(Parcel.objects.untold().filter(order__shop=shop).order_by("entered_at", "pk"))
    if not parcels:
        raise CannotMakeFileError(_("The platform has been told of every parcel of this shop"))
    columns, file_format = columns_of(shop)
    file = DispatchFile.objects.create(
        shop=shop, columns=columns, file_format=file_format, made_by=by, made_at=at
    )
    DispatchRow.objects.bulk_create(
        [DispatchRow(file=file, parcel=parcel) for parcel in parcels], batch_size=500
    )
    record(DISPATCH_FILE_MADE, by=by, subject=file, at=at, facts={"parcels": len(parcels)})
    return file


@transaction.atomic
def mark_file_sent(*, file_id: int, by: User, at: datetime) -> DispatchFile:
    """Note that a person handed the file to the platform; a second time changes nothing."""
    file = DispatchFile.objects.select_for_update(of=("self",)).get(pk=file_id)
    if file.sent_at is None:
        file.sent_by, file.sent_at = by, at
        file.save(update_fields=["sent_by", "sent_at"])
        record(DISPATCH_FILE_SENT, by=by, subject=file, at=at)
    return file


@transaction.atomic
def save_template(
    *, shop_id: int, columns: Sequence[tuple[str, str]], file_format: str, by: User, at: datetime
) -> DispatchTemplate:
    """Keep the columns of a shop's dispatch files; files made before stay as they are.

    :raises CannotSaveTemplateError: if a heading or a field is missing, or the order's number or
        the tracking number has no column
    """
    _check_columns(columns, file_format)
    template, _made = DispatchTemplate.objects.update_or_create(
        shop_id=shop_id,
        defaults={
            "columns": [list(column) for column in columns],
            "file_format": file_format,
            "changed_by": by,
            "changed_at": at,
        },
    )
    record(TEMPLATE_CHANGED, by=by, subject=template, at=at, facts={"columns": len(columns)})
    return template


def _check_columns(columns: Sequence[tuple[str, str]], file_format: str) -> None:
    if file_format not in FileFormat.values or not 0 < len(columns) <= MAX_COLUMNS:
        raise CannotSaveTemplateError(_("A template has 1 to 30 columns, as csv or xlsx"))
    if any(not heading.strip() for heading, _field in columns):
        raise CannotSaveTemplateError(_("Every column needs a heading"))
    if any(field not in FIELDS and not field.startswith("=") for _heading, field in columns):
        raise CannotSaveTemplateError(_("Say what stands in every column"))
    fields = {field for _heading, field in columns}
    if not {"order_number", "number"} <= fields:
        raise CannotSaveTemplateError(
            _("The order number and the tracking number need a column each")
        )

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhanggui.books.actions import VOUCHERS_EXPORTED
from zhanggui.books.models import ExportFile, ExportRow, Voucher
from zhanggui.journal.services import record
from zhanggui.org.models import User
from zhanggui.shops.models import Shop


class CannotExportError(Exception):
    """There is nothing to hand to the outside ERP."""


@transaction.atomic
def make_export_file(*, by: User, at: datetime) -> ExportFile:
    """Gather the vouchers of one's shops that were never exported, each once for all.

    :raises CannotExportError: if there are none
    """
    # Two people who export at once wait for each other, and the second finds nothing left.
    shops = Shop.objects.filter(pk__in=Shop.objects.visible_to(by)).order_by("pk")
    list(shops.select_for_update().values_list("pk"))
    vouchers = Voucher.objects.visible_to(by).filter(export_row=None)
    ids = list(vouchers.order_by("date", "number").values_list("pk", flat=True))
    if not ids:
        raise CannotExportError(_("Every voucher has been exported"))
    file = ExportFile.objects.create(made_by=by, made_at=at)
    ExportRow.objects.bulk_create(
        [ExportRow(file=file, voucher_id=pk) for pk in ids], batch_size=1000
    )
    record(VOUCHERS_EXPORTED, by=by, subject=file, at=at, facts={"vouchers": len(ids)})
    return file

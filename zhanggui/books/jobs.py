"""Posting of many orders, in the background."""

import csv
from collections.abc import Mapping
from io import BytesIO, StringIO
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhanggui.books.services import Posted, post_sales
from zhanggui.jobs.registry import JobKind, Work, declare

# So many orders share a transaction: a killed worker loses no more than these.
BATCH = 200


def post_orders(work: Work) -> None:
    """Post the orders named in the input; those that are refused go into a file with the reason."""
    ids = [int(pk) for pk in work.input["orders"]]
    refused: list[Posted] = []
    for start in range(0, len(ids), BATCH):
        posted = post_sales(order_ids=ids[start : start + BATCH], by=work.by, at=work.at)
        refused += [one for one in posted if one.voucher is None]
        done = min(start + BATCH, len(ids))
        if not work.progress(done, len(ids), _("%(n)s orders posted") % {"n": done - len(refused)}):
            break
    if refused:
        work.keep_errors("未过账.csv", BytesIO(_csv(refused).encode("utf-8-sig")))


def _csv(refused: list[Posted]) -> str:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([_("Order number"), _("Reason")])
    # A tab keeps Excel from turning nineteen digits into a float.
    writer.writerows([f"\t{one.order.number}", one.problem] for one in refused)
    return text.getvalue()


def entries_url(_told: Mapping[str, Any]) -> str:
    return reverse("books:entries")


POST_SALES = declare(
    JobKind("books.post_sales", gettext_lazy("Post sales"), post_orders, url=entries_url)
)

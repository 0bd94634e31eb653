"""Which SKU a shop means by its merchant codes."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zhanggui.catalog.models import Sku
from zhanggui.journal.services import record
from zhanggui.orders.actions import CODE_MATCHED
from zhanggui.orders.models import (
    CodeMatch,
    HoldKind,
    OrderHold,
    OrderLine,
    OrderState,
)
from zhanggui.orders.rules import code_key
from zhanggui.orders.services.reserving import open_shortages, recount_holds, reserve
from zhanggui.org.models import User
from zhanggui.shops.models import Shop


class CannotMatchError(Exception):
    """A code cannot be given to a SKU."""


def skus_by_code(*, shop_id: int, keys: Iterable[str]) -> dict[str, int]:
    """Return the SKU ids of codes: the catalogue's own first, then what people matched by hand."""
    wanted = set(keys)
    matched = CodeMatch.objects.filter(shop_id=shop_id, code__among=wanted)
    own = Sku.objects.filter(merchant_code__among=wanted)
    return dict(matched.values_list("code", "sku_id")) | dict(
        own.values_list("merchant_code", "pk")
    )


@transaction.atomic
def match_code(*, shop: Shop, code: str, sku: Sku, by: User, at: datetime) -> int:
    """Say once which SKU a shop means by a code, and let the orders that waited for it go on.

    Stock is reserved for them; what is short is held as such. Return how many lines it mended.

    :raises CannotMatchError: if the catalogue itself knows the code
    """
    if Sku.objects.filter(merchant_code=code).exclude(pk=sku.pk).exists():
        raise CannotMatchError(
            _("%(code)s is a merchant code of the catalogue: change it there") % {"code": code}
        )
    match, _made = CodeMatch.objects.update_or_create(
        shop=shop, code=code, defaults={"sku": sku, "made_at": at, "made_by": by}
    )
    mended = mend_lines(shop_id=shop.pk, code=code, sku_id=sku.pk, by=by, at=at)
    record(
        CODE_MATCHED, by=by, subject=match, at=at,
        facts={"code": code, "sku": sku.merchant_code, "lines": mended},
    )  # fmt: skip
    return mended


def match_held_code(*, hold: OrderHold, sku: Sku, by: User, at: datetime) -> int:
    """Match the code that an order is held for; see match_code().

    :raises CannotMatchError: if the hold is of another kind, or the catalogue knows the code
    """
    if hold.kind != HoldKind.UNKNOWN_SKU or hold.line is None:
        raise CannotMatchError(_("The order is not held for an unknown code"))
    return match_code(shop=hold.order.shop, code=_key(hold.line), sku=sku, by=by, at=at)


def mend_lines(*, shop_id: int, code: str, sku_id: int, by: User | None, at: datetime) -> int:
    """Give the SKU to the lines that wait for the code, clear their holds and reserve stock."""
    waiting = OrderLine.objects.filter(sku=None, order__shop_id=shop_id).filter(
        Q(merchant_code=code) | Q(merchant_code="")
    )
    lines = {line.pk: line for line in waiting.select_related("order") if _key(line) == code}
    OrderLine.objects.filter(pk__in=lines).update(sku_id=sku_id)
    OrderHold.objects.filter(line__in=lines, kind=HoldKind.UNKNOWN_SKU, cleared_at=None).update(
        cleared_at=at, cleared_by=by
    )
    short = reserve(
        [
            (line.order.paid_at or at, line.pk, sku_id, line.quantity)
            for line in lines.values()
            if line.order.state == OrderState.TO_SHIP and not line.is_closed
        ],
        at=at,
    )
    open_shortages(short, at=at)
    recount_holds({line.order_id for line in lines.values()})
    return len(lines)


@transaction.atomic
def mend_codes(*, at: datetime) -> int:
    """Look the unknown codes up again, for the catalogue grows; return how many lines it mended."""
    unknown = OrderHold.objects.filter(kind=HoldKind.UNKNOWN_SKU, cleared_at=None)
    by_shop: dict[int, set[str]] = {}
    for shop_id, code in unknown.values_list("order__shop_id", "detail").distinct():
        by_shop.setdefault(shop_id, set()).add(code)
    return sum(
        mend_lines(shop_id=shop_id, code=code, sku_id=sku_id, by=None, at=at)
        for shop_id, codes in by_shop.items()
        for code, sku_id in skus_by_code(shop_id=shop_id, keys=codes).items()
    )


def _key(line: OrderLine) -> str:
    return code_key(line.merchant_code, line.title, line.spec)

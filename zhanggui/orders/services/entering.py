from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhanggui.catalog.models import Sku
from zhanggui.core.money import BadMoneyError, parse_fen
from zhanggui.journal.services import record
from zhanggui.orders.actions import ENTERED
from zhanggui.orders.models import Order, RawOrder
from zhanggui.orders.rules import ReceivedLine, ReceivedOrder
from zhanggui.orders.services.receiving import receive_orders
from zhanggui.org.models import User
from zhanggui.shops.models import Shop


class CannotEnterError(Exception):
    """An order cannot be entered like this."""


@transaction.atomic
def enter_order(
    *,
    shop: Shop,
    buyer: str,
    receiver: str,
    phone: str,
    address: str,
    sku: str,
    quantity: int,
    price: str,
    is_paid: bool,
    note: str,
    by: User,
    at: datetime,
) -> Order:
    """Enter an order that was taken on the phone; it goes the way of every other order.

    :raises CannotEnterError: if no SKU has the code, or the price is no amount
    """
    found = Sku.objects.filter(merchant_code__iexact=sku.strip()).select_related("product").first()
    if found is None:
        raise CannotEnterError(_("No SKU has the code %(code)s") % {"code": sku})
    try:
        unit = parse_fen(price) if price.strip() else found.price_fen
    except BadMoneyError as error:
        raise CannotEnterError(str(error)) from error
    total = unit * quantity
    # One at a time, for the next number is counted.
    Shop.objects.select_for_update().filter(pk=shop.pk).first()
    line = ReceivedLine(
        title=found.product.name,
        quantity=quantity,
        merchant_code=found.merchant_code,
        spec=found.spec,
        unit_price_fen=unit,
    )
    told = ReceivedOrder(
        tid=_next_number(shop, at),
        status="WAIT_SELLER_SEND_GOODS" if is_paid else "WAIT_BUYER_PAY",
        created_at=at,
        paid_at=at if is_paid else None,
        goods_fen=total,
        freight_fen=0,
        total_fen=total,
        paid_fen=total if is_paid else 0,
        lines=(line,),
        buyer=buyer.strip(),
        receiver=receiver.strip(),
        phone=phone.strip(),
        address=address.strip(),
        seller_note=note.strip(),
    )
    receive_orders([told], shop=shop, by=by, at=at)
    order = Order.objects.get(shop=shop, number=told.tid)
    record(ENTERED, by=by, subject=order, at=at, facts={"paid_fen": total})
    return order


def _next_number(shop: Shop, at: datetime) -> str:
    """Return the next free number of our own for a day: P, the day, four digits."""
    stem = f"P{at:%Y%m%d}"
    taken = RawOrder.objects.filter(shop=shop, tid__startswith=stem).count()
    return f"{stem}{taken + 1:04}"

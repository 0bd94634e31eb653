from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from zhanggui.orders.models import Order
from zhanggui.org.models import User
from zhanggui.shipping.models import Carrier, DispatchTemplate
from zhanggui.shipping.rules import DEFAULT_COLUMNS, Shapes
from zhanggui.shops.models import Shop


def carriers() -> Sequence[Carrier]:
    """Return the carriers in use, the commonest first."""
    return list(Carrier.objects.filter(is_active=True))


def shapes(of: Iterable[Carrier]) -> list[Shapes]:
    """Return what rules.py needs to know of carriers."""
    return [
        Shapes(carrier.code, (carrier.name, *carrier.aliases.split()), carrier.sure, carrier.usual)
        for carrier in of
    ]


def waiting_orders(user: User) -> QuerySet[Order]:
    """Return the orders that wait for a tracking number, the most urgent first."""
    return Order.objects.visible_to(user).to_ship().order_by("ship_by", "id")


def columns_of(shop: Shop) -> tuple[list[list[str]], str]:
    """Return the columns and the format of the shop's dispatch files."""
    template = DispatchTemplate.objects.filter(Q(shop=shop)).first()
    if template is None:
        return [list(column) for column in DEFAULT_COLUMNS], "csv"
    return template.columns, template.file_format

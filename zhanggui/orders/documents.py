from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from zhanggui.inventory.documents import DocumentKind, Name, declare
from zhanggui.orders.models import OrderLine


def orders_of_lines(ids: Collection[int]) -> Mapping[int, Name]:
    """Name lines by the order they stand in."""
    lines = OrderLine.objects.filter(pk__in=ids).select_related("order")
    return {line.pk: Name(line.order.number, line.order.get_absolute_url()) for line in lines}


declare(DocumentKind("orders.orderline", _("Order"), orders_of_lines))
declare(DocumentKind("orders.orderline.back", _("Taken back"), orders_of_lines))

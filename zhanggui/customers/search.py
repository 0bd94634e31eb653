from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from zhanggui.core.masking import mask_nick
from zhanggui.core.search import Hit, Provider, declare
from zhanggui.customers.models import Customer
from zhanggui.customers.permissions import Can
from zhanggui.customers.selectors import find_customers
from zhanggui.org.models import User


def find(user: User, text: str, limit: int) -> Sequence[Hit]:
    """Find buyers by the beginning of their name, a phone, or its last four digits."""
    found = find_customers(Customer.objects.visible_to(user), text).select_related("shop")
    return [
        Hit(mask_nick(buyer.platform_id), buyer.shop.name, buyer.get_absolute_url())
        for buyer in found.order_by("-last_order_at", "-pk")[:limit]
    ]


declare(Provider(code="customers", label=_("Customers"), permission=Can.SEE, find=find))

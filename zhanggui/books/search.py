from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhanggui.books.models import Voucher
from zhanggui.books.permissions import Can
from zhanggui.core.money import format_fen
from zhanggui.core.search import Hit, Provider, declare
from zhanggui.org.models import User

PREFIX = "记-"


def find(user: User, text: str, limit: int) -> Sequence[Hit]:
    """Find vouchers by what accountants call them ("记-0042"), the newest months first."""
    word = text.strip().removeprefix(PREFIX)
    if not text.strip().startswith(PREFIX) or not word.isdecimal() or len(word) > 8:
        return []
    found = Voucher.objects.visible_to(user).filter(number=int(word))
    return [
        Hit(
            label=f"{voucher.date:%Y-%m} {voucher.name}",
            detail=f"{voucher.document_number} ¥{format_fen(voucher.receivable_fen)}",
            url=reverse("books:voucher", args=[voucher.pk]),
        )
        for voucher in found.order_by("-date", "-pk")[:limit]
    ]


declare(Provider(code="vouchers", label=_("Vouchers"), permission=Can.VIEW, find=find))

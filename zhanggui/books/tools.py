from django.utils.translation import gettext_lazy as _

from zhanggui.books.permissions import Can
from zhanggui.core.tools import Tool, declare

ENTRIES = declare(
    Tool(
        code="books/entries",
        label=_("ERP entries"),
        url_name="books:entries",
        permission=Can.POST,
        grants=(Can.VIEW, Can.CORRECT, Can.SIGN_DAY, Can.EXPORT, "orders.view_order"),
        oversight=(Can.VIEW, Can.CLOSE_PERIOD),
        section=_("Books"),
        help="erp-entry",
    )
)

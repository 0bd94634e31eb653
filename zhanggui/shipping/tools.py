from django.utils.translation import gettext_lazy as _

from zhanggui.core.tools import Tool, declare
from zhanggui.shipping.permissions import Can

TRACKING_ENTRY = declare(
    Tool(
        code="shipping/tracking-entry",
        label=_("Tracking-number entry"),
        url_name="shipping:tracking-entry",
        permission=Can.ENTER,
        grants=(
            Can.VIEW,
            Can.CORRECT,
            Can.VIEW_FILES,
            Can.TELL,
            Can.EDIT_TEMPLATE,
            "orders.view_order",
            "orders.add_order",
            "orders.import_order",
            "orders.hold_order",
            "orders.clear_hold",
            "orders.add_codematch",
            "orders.export_order",
            "customers.view_customer",
            "customers.reveal_contact",
            "inventory.view_stocklevel",
            "inventory.view_move",
            "catalog.view_product",
        ),
        oversight=(
            Can.VIEW,
            Can.VIEW_FILES,
            "orders.view_order",
            "customers.view_customer",
            "inventory.view_stocklevel",
            "catalog.view_product",
        ),
        section=_("Trade"),
        help="tracking-entry",
    )
)

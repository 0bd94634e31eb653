from django.utils.translation import gettext_lazy as _

from zhanggui.journal.actions import declare

# Order files come in so that their parcels go out: all of it is the work of one duty.
TOOL = "shipping/tracking-entry"

RECEIVED = declare("orders.received", _("Order received"), tool=TOOL)
UPDATED = declare("orders.updated", _("Order changed on the platform"))
CANCELLED = declare("orders.cancelled", _("Order closed on the platform"))
SHIPPED = declare("orders.shipped", _("Order shipped"))
SHIPPING_TAKEN_BACK = declare("orders.shipping_taken_back", _("Shipping taken back"), tool=TOOL)
HELD = declare("orders.held", _("Order held"), tool=TOOL)
HOLD_CLEARED = declare("orders.hold_cleared", _("Hold cleared"), tool=TOOL)
CODE_MATCHED = declare("orders.code_matched", _("Merchant code matched"), tool=TOOL)
ENTERED = declare("orders.entered", _("Phone order entered"), tool="service/inbox")
EXPORTED = declare("orders.exported", _("Orders exported"))

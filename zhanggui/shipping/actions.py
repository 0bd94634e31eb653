from django.utils.translation import gettext_lazy as _

from zhanggui.journal.actions import declare

TOOL = "shipping/tracking-entry"

TRACKING_ENTERED = declare("shipping.tracking_entered", _("Tracking number entered"), tool=TOOL)
# Counts against who entered the wrong number, not against who mends it.
TRACKING_CORRECTED = declare(
    "shipping.tracking_corrected", _("Tracking number corrected"), tool=TOOL
)
PARCEL_TAKEN_BACK = declare("shipping.parcel_taken_back", _("Parcel taken back"), tool=TOOL)
DISPATCH_FILE_MADE = declare("shipping.dispatch_file_made", _("Dispatch file made"), tool=TOOL)
DISPATCH_FILE_SENT = declare(
    "shipping.dispatch_file_sent", _("Dispatch file handed to the platform"), tool=TOOL
)
TEMPLATE_CHANGED = declare("shipping.template_changed", _("Dispatch template changed"), tool=TOOL)

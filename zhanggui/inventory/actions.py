from django.utils.translation import gettext_lazy as _

from zhanggui.journal.actions import declare

OPENING_RECORDED = declare("inventory.opening_recorded", _("Recorded opening stock"))
DIFFERENCE_FOUND = declare("inventory.difference_found", _("Found stock that does not add up"))

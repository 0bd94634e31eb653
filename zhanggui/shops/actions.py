from django.utils.translation import gettext_lazy as _

from zhanggui.journal.actions import declare

OPENED = declare("shops.opened", _("Opened the shop"))
CHANGED = declare("shops.changed", _("Changed the shop"))

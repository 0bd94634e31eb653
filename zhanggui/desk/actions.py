from django.utils.translation import gettext_lazy as _

from zhanggui.journal.actions import declare

PRESENCE_CHANGED = declare("desk.presence_changed", _("Switched between here and away"))

from django.utils.translation import gettext_lazy as _

from zhanggui.journal.actions import declare

TARGET_SET = declare("planning.target_set", _("Target set"), tool="planning/targets")

from django.utils.translation import gettext_lazy as _

from zhanggui.journal.actions import declare

FILLED_IN = declare("appraisal.filled_in", _("Form filled in"), tool="appraisal")
SELF_RATED = declare("appraisal.self_rated", _("Own month rated"))
SCORED = declare("appraisal.scored", _("Form scored"), tool="appraisal")
SENT_BACK = declare("appraisal.sent_back", _("Form sent back"), tool="appraisal")
PUBLISHED = declare("appraisal.published", _("Form published"), tool="appraisal")
ACKNOWLEDGED = declare("appraisal.acknowledged", _("Form acknowledged"))
LOCKED = declare("appraisal.locked", _("Form locked by the pay run"))

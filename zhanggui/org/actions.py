from django.utils.translation import gettext_lazy as _

from zhanggui.journal.actions import declare

TOOL = "org"

PERSON_ADDED = declare("org.person_added", _("Person added"), tool=TOOL)
PERSON_CHANGED = declare("org.person_changed", _("Person changed"), tool=TOOL)
PERSON_LOCKED = declare("org.person_locked", _("Account closed"), tool=TOOL)
PERSON_OPENED = declare("org.person_opened", _("Account opened"), tool=TOOL)
PASSWORD_SET = declare("org.password_set", _("First password set"), tool=TOOL)
ASSIGNED = declare("org.assigned", _("Position given"), tool=TOOL)
ASSIGNMENT_ENDED = declare("org.assignment_ended", _("Position ended"), tool=TOOL)
DELEGATED = declare("org.delegated", _("Deputy named"), tool=TOOL)
DELEGATION_ENDED = declare("org.delegation_ended", _("Deputyship ended"), tool=TOOL)
DRAFT_STARTED = declare("org.draft_started", _("Handbook draft started"), tool=TOOL)
DRAFT_CHANGED = declare("org.draft_changed", _("Handbook draft changed"), tool=TOOL)
DRAFT_DROPPED = declare("org.draft_dropped", _("Handbook draft dropped"), tool=TOOL)
HANDBOOK_PUBLISHED = declare("org.handbook_published", _("Handbook published"), tool=TOOL)
HANDBOOK_IN_FORCE = declare("org.handbook_in_force", _("Handbook came into force"), tool=TOOL)
ACKNOWLEDGED = declare("org.acknowledged", _("Handbook read"), tool="handbook/policies")
QUESTION_DECIDED = declare("org.question_decided", _("Open question decided"), tool=TOOL)
EXPORTED = declare("org.exported", _("Handbook exported"), tool=TOOL)

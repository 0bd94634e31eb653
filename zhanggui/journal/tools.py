from django.utils.translation import gettext_lazy as _

from zhanggui.core.tools import Tool, declare
from zhanggui.journal.permissions import Can

# Every reveal of personal data and every export stands in the audit trail.
declare(
    Tool(
        code="security/data-protection",
        label=_("Audit trail"),
        url_name="journal:list",
        permission=Can.SEARCH,
        grants=(Can.SEE_OUTBOX, Can.MEND_OUTBOX),
        section=_("System"),
        help="audit-trail",
    )
)

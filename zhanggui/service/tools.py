from django.utils.translation import gettext_lazy as _

from zhanggui.core.tools import Tool, declare
from zhanggui.service.permissions import Can

for code, label, url_name in (
    ("service/inbox", _("Customer messages"), "service:messages"),
    ("service/calls", _("Phone line"), "service:calls"),
    ("service/feedback", _("Problems and suggestions"), "service:feedback"),
    ("catalog/page-issues", _("Page faults"), "service:page-faults"),
):
    declare(
        Tool(
            code=code,
            label=label,
            url_name=url_name,
            permission=Can.VIEW,
            grants=(Can.RECORD,),
            oversight=(Can.VIEW,),
            section=_("Customers"),
            help="contact-records",
        )
    )

from django.utils.translation import gettext_lazy as _

from zhanggui.journal.actions import declare

IM_RECORDED = declare("service.im_recorded", _("Message recorded"), tool="service/inbox")
CALL_RECORDED = declare("service.call_recorded", _("Call recorded"), tool="service/calls")
FEEDBACK_RECORDED = declare(
    "service.feedback_recorded", _("Problem or suggestion recorded"), tool="service/feedback"
)
PAGE_FAULT_RECORDED = declare(
    "service.page_fault_recorded", _("Page fault recorded"), tool="catalog/page-issues"
)
FOLLOWED_UP = declare("service.followed_up", _("Customer called back"), tool="service/calls")

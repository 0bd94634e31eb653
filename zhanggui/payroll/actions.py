from django.utils.translation import gettext_lazy as _

from zhanggui.journal.actions import declare

TERMS_SET = declare("payroll.terms_set", _("Pay terms set"), tool="payroll")
SCHEME_CONFIRMED = declare("payroll.scheme_confirmed", _("Insurance figures confirmed"))
RUN_PREPARED = declare("payroll.run_prepared", _("Pay run prepared"), tool="payroll")
RUN_APPROVED = declare("payroll.run_approved", _("Pay run approved"), tool="payroll")
SLIP_READ = declare("payroll.slip_read", _("Payslip opened by another"))

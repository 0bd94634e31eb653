from django.utils.translation import gettext_lazy as _

from zhanggui.journal.actions import declare

TOOL = "books/entries"

SALE_POSTED = declare("books.sale_posted", _("Sale posted"), tool=TOOL)
# When the entry was wrong it counts against who made it, not against who mends it.
VOUCHER_REVERSED = declare("books.voucher_reversed", _("Voucher reversed"), tool=TOOL)
DAY_SIGNED = declare("books.day_signed", _("Day signed"), tool=TOOL)
VOUCHERS_EXPORTED = declare("books.vouchers_exported", _("Vouchers exported"), tool=TOOL)
PERIOD_CLOSED = declare("books.period_closed", _("Period closed"))
PERIOD_REOPENED = declare("books.period_reopened", _("Period opened again"))

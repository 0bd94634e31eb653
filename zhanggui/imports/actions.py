from django.utils.translation import gettext_lazy as _

from zhanggui.journal.actions import declare

RECEIVED = declare("imports.received", _("Uploaded a file"))
COMMITTED = declare("imports.committed", _("Imported a file"))
CANCELLED = declare("imports.cancelled", _("Cancelled an import"))
UNDONE = declare("imports.undone", _("Undid an import"))
DOWNLOADED = declare("imports.downloaded", _("Downloaded an imported file"))

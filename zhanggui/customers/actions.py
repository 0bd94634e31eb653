from django.utils.translation import gettext_lazy as _

from zhanggui.journal.actions import declare

CONTACT_REVEALED = declare(
    "customers.contact_revealed", _("Revealed a contact"), tool="security/data-protection"
)

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhanggui.customers.actions import CONTACT_REVEALED
from zhanggui.customers.models import Contact
from zhanggui.journal.services import record
from zhanggui.org.models import User

MIN_REASON = 4


class CannotRevealError(Exception):
    """A contact may not be shown like this."""


@transaction.atomic
def reveal_contact(*, contact: Contact, reason: str, by: User, at: datetime) -> Contact:
    """Show a receiver's name, phone and address to one person, and write down who asked and why.

    :raises CannotRevealError: if the reason says nothing
    """
    reason = reason.strip()
    if len(reason) < MIN_REASON:
        raise CannotRevealError(_("Say in a few words why you need the contact"))
    record(CONTACT_REVEALED, by=by, subject=contact, at=at, facts={"reason": reason[:200]})
    return contact

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhanggui.journal.services import record
from zhanggui.org.actions import QUESTION_DECIDED
from zhanggui.org.models import Decision, OpenQuestion, User


class CannotDecideError(Exception):
    """A question cannot be decided so; the message says why."""


@transaction.atomic
def decide(
    question: OpenQuestion, decision: str, *, by: User, at: datetime, reason: str = ""
) -> None:
    """Decide a question of the handbook; it may be decided anew, or opened again.

    :raises CannotDecideError: if anything but the proposal is chosen without a reason
    """
    if decision in {Decision.AS_WRITTEN, Decision.OTHER} and not reason.strip():
        raise CannotDecideError(_("Say why the proposal is not followed."))
    is_open = decision == Decision.OPEN
    question.decision = Decision(decision)
    question.reason = reason.strip()
    question.decided_by = None if is_open else by
    question.decided_at = None if is_open else at
    question.save(update_fields=["decision", "reason", "decided_by", "decided_at"])
    facts = {"question": question.code, "decision": question.decision.value}
    record(QUESTION_DECIDED, by=by, subject=question, at=at, facts=facts)

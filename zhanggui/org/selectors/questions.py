"""The open questions of the handbook."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhanggui.org.models import Decision, OpenQuestion
from zhanggui.org.rules.handbook import Basis

QUESTION_VIEWS = (
    ("open", _("To decide")),
    ("decided", _("Decided")),
    ("proven", _("Proven by the text")),
    ("all", _("All")),
)


def questions_in(view: str) -> QuerySet[OpenQuestion]:
    """Find the questions of one of QUESTION_VIEWS; an unknown one shows all."""
    questions = OpenQuestion.objects.select_related("decided_by")
    if view == "open":
        return questions.undecided()
    if view == "decided":
        return questions.exclude(decision=Decision.OPEN)
    if view == "proven":
        return questions.filter(basis=Basis.PROVEN, decision=Decision.OPEN)
    return questions

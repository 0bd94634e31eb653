"""A form from hand to hand: the employee, the appraiser, the reviewer, the employee again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from zhanggui.appraisal import rules
from zhanggui.appraisal.actions import (
    ACKNOWLEDGED,
    LOCKED,
    PUBLISHED,
    SCORED,
    SELF_RATED,
    SENT_BACK,
)
from zhanggui.appraisal.models import Form, FormLine, FormState
from zhanggui.appraisal.services.filling import points
from zhanggui.appraisal.services.sealing import form_digest, step
from zhanggui.core.money import round_half_up
from zhanggui.journal.actions import Action
from zhanggui.journal.services import record
from zhanggui.org.models import User
from zhanggui.org.selectors.seats import undecided_appraiser


class CannotMoveError(Exception):
    """A form cannot go on: it is not this person's turn, or something is missing."""


@dataclass(frozen=True)
class Rating:
    """What somebody says of a rated line: 1 to 5, and why."""

    rating: int
    comment: str = ""


def _taken(form_id: int, state: FormState, by: User, whose: str) -> tuple[Form, list[FormLine]]:
    """Lock a form for a step that is this person's to take.

    :raises CannotMoveError: if the form waits for somebody else, or for another step
    """
    form = Form.objects.select_for_update().get(pk=form_id)
    if form.state != state:
        raise CannotMoveError(_("The form has gone on in the meantime."))
    if getattr(form, f"{whose}_id") != by.pk:
        raise CannotMoveError(_("This step is not yours."))
    return form, list(form.lines.select_related("evidence").order_by("rank"))


def _move(
    form: Form, state: FormState, action: Action, *, by: User, at: datetime, note: str = ""
) -> Form:
    was, form.state = form.state, state
    form.save(update_fields=["state", "base", "total", "grade", "coefficient", "digest"])
    step(form, was, by=by, at=at, note=note)
    record(action, by=by, subject=form, at=at, facts={"month": str(form.period)})
    return form


def _check_rating(rating: int) -> int:
    if not 1 <= rating <= 5:
        raise CannotMoveError(_("Ratings are 1 to 5."))
    return rating


@transaction.atomic
def rate_self(
    *, form_id: int, ratings: Mapping[int, int], note: str, by: User, at: datetime
) -> Form:
    """Rate one's own rated lines (line id → 1 to 5); shown beside the appraiser's, never counted.

    :raises CannotMoveError: if it is not one's own form, or not the time
    """
    form, lines = _taken(form_id, FormState.SELF, by, "person")
    for line in lines:
        if line.is_rated and line.pk in ratings:
            line.self_rating = _check_rating(ratings[line.pk])
            line.save(update_fields=["self_rating"])
    return _move(form, FormState.APPRAISER, SELF_RATED, by=by, at=at, note=note)


@transaction.atomic
def score_form(
    *, form_id: int, ratings: Mapping[int, Rating], note: str, by: User, at: datetime
) -> Form:
    """Rate a form's rated lines, total it, and pass it to the reviewer.

    Measured lines cannot be touched; totals are computed here and nowhere else.

    :raises CannotMoveError: if it is not one's turn, a line is unrated, a rating that is far off
        has no comment, or a section could not be measured
    """
    form, lines = _taken(form_id, FormState.APPRAISER, by, "appraiser")
    for line in lines:
        if line.is_rated:
            _rate(line, ratings.get(line.pk))
    _total(form, lines)
    return _move(form, FormState.REVIEW, SCORED, by=by, at=at, note=note)


def _rate(line: FormLine, told: Rating | None) -> None:
    if told is None:
        raise CannotMoveError(_("“%(line)s” is not rated yet.") % {"line": line.label})
    line.rating = _check_rating(told.rating)
    line.comment = told.comment.strip()
    line.score = points(line)
    if rules.wants_comment(Decimal(line.score) / 100) and not line.comment:
        raise CannotMoveError(
            _("“%(line)s” is far from the middle: say why.") % {"line": line.label}
        )


def _total(form: Form, lines: Collection[FormLine]) -> None:
    scored = [
        rules.Scored(line.section, line.weight, None if line.score is None else _whole(line.score))
        for line in lines
    ]
    try:
        weights = rules.effective_weights(scored)
        base = rules.base_of(scored)
    except rules.CannotTotalError as error:
        raise CannotMoveError(
            _("Nothing of a section could be measured this month: ask the manager.")
        ) from error
    for line, weight in zip(lines, weights, strict=True):
        earned = None if line.score is None else weight * _whole(line.score) / 100
        line.counted = None if earned is None else int(round_half_up(earned, "0.01") * 100)
        line.save(update_fields=["rating", "comment", "score", "counted"])
    total = rules.total_of(base)
    grade = rules.grade_of(total)
    form.base, form.total = int(base * 100), int(total * 100)
    form.grade, form.coefficient = grade.letter, int(grade.coefficient * 100)


def _whole(hundredths: int) -> Decimal:
    return Decimal(hundredths) / 100


@transaction.atomic
def send_back(*, form_id: int, note: str, by: User, at: datetime) -> Form:
    """Give a form back to its appraiser, saying why.

    :raises CannotMoveError: if it is not one's turn, or no reason is given
    """
    form, _lines = _taken(form_id, FormState.REVIEW, by, "reviewer")
    if not note.strip():
        raise CannotMoveError(_("Say why the form goes back."))
    return _move(form, FormState.APPRAISER, SENT_BACK, by=by, at=at, note=note)


@transaction.atomic
def publish(*, form_id: int, note: str, by: User, at: datetime) -> Form:
    """Let the employee see the form; from now on its figures stand.

    :raises CannotMoveError: if it is not one's turn
    """
    form, lines = _taken(form_id, FormState.REVIEW, by, "reviewer")
    form.digest = form_digest(form, lines)
    return _move(form, FormState.PUBLISHED, PUBLISHED, by=by, at=at, note=note)


@transaction.atomic
def acknowledge(*, form_id: int, note: str, by: User, at: datetime) -> Form:
    """Say that one has seen one's form (which is not to agree); it becomes final.

    :raises CannotMoveError: if it is not one's own, not published, or the handbook leaves open who
        appraises the position
    """
    form, _lines = _taken(form_id, FormState.PUBLISHED, by, "person")
    question = undecided_appraiser(form.position)
    if question is not None:
        raise CannotMoveError(
            _("The handbook leaves open who appraises this position (%(code)s): the manager decides"
              " that first.") % {"code": question.code}
        )  # fmt: skip
    return _move(form, FormState.FINAL, ACKNOWLEDGED, by=by, at=at, note=note)


@transaction.atomic
def lock(*, form_ids: Collection[int], by: User, at: datetime) -> int:
    """Lock the final forms that a pay run used; return how many were."""
    forms = Form.objects.select_for_update().filter(pk__in=form_ids, state=FormState.FINAL)
    found = list(forms.order_by("pk"))
    for form in found:
        _move(form, FormState.LOCKED, LOCKED, by=by, at=at)
    return len(found)

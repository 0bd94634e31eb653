"""The month's forms, filled in from the work that was done."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zhanggui.appraisal import rules
from zhanggui.appraisal.actions import FILLED_IN
from zhanggui.appraisal.models import Evidence, Form, FormLine, FormState, FormTemplate
from zhanggui.appraisal.services.freezing import freeze
from zhanggui.appraisal.services.sealing import step
from zhanggui.appraisal.services.templates import load_templates, templates_for
from zhanggui.core.metrics import DEPARTMENT, indicators
from zhanggui.core.money import round_half_up
from zhanggui.core.periods import Month
from zhanggui.journal.services import Deed, record_many
from zhanggui.org.models import Assignment, Position, User
from zhanggui.org.selectors.seats import appraiser_of, superior_of


class CannotFillInError(Exception):
    """The month's forms cannot be made yet."""


@dataclass(frozen=True)
class Seat:
    """Somebody in a position at the end of the month, and who appraises and reviews them."""

    person: User
    position: Position
    appraiser: User
    reviewer: User


@transaction.atomic
def fill_in(*, month: Month, by: User | None, at: datetime) -> list[Form]:
    """Make the forms of a month that is over, with its evidence frozen.

    Everybody who held a position with a template at the end of the month gets one; those who have
    theirs keep it. The number of queries does not grow with the people (but for the rows of each
    figure).

    :raises CannotFillInError: if the month is not over, or an appraiser's seat is empty
    """
    end = month.next.bounds[0]
    if at < end:
        raise CannotFillInError(_("The month is not over yet."))
    load_templates()
    templates = templates_for(month)
    seats = _seats(templates, end)
    done = set(Form.objects.filter(month=month.first).values_list("person_id", "position_id"))
    seats = [seat for seat in seats if (seat.person.pk, seat.position.pk) not in done]
    codes = {line["code"]: None for t in templates.values() for line in t.lines}
    evidence = freeze(codes, month, [seat.person.pk for seat in seats], at=at)
    forms = [_make(seat, templates[seat.position.pk], month, evidence, at) for seat in seats]
    deeds = [Deed(form.pk, at, {"month": str(month)}) for form in forms]
    record_many(FILLED_IN, by=by, subject_model=Form, deeds=deeds)
    for form in forms:
        step(form, "", by=by, at=at)
    return forms


def _seats(templates: dict[int, FormTemplate], end: datetime) -> list[Seat]:
    """Find who held a position with a template in the last moment of the month."""
    held = Assignment.objects.filter(
        Q(active_until=None) | Q(active_until__gte=end),
        active_from__lt=end,
        position__in=templates,
    ).select_related("user", "position__appraised_by")
    seats, chain = [], dict[int, tuple[User | None, User | None]]()
    for assignment in held.order_by("position_id", "user_id"):
        position = assignment.position
        if position.pk not in chain:
            appraiser = appraiser_of(position, end)
            above = superior_of(appraiser, end) if appraiser else None
            chain[position.pk] = (appraiser, above or appraiser)
        appraiser, reviewer = chain[position.pk]
        if appraiser is None or reviewer is None:
            raise CannotFillInError(
                _("Nobody sits in the seat that appraises %(position)s. Fill it, or name a deputy.")
                % {"position": position}
            )
        if assignment.user not in {appraiser, reviewer}:
            seats.append(Seat(assignment.user, position, appraiser, reviewer))
    return seats


def _make(
    seat: Seat,
    template: FormTemplate,
    month: Month,
    evidence: dict[tuple[str, int], Evidence],
    at: datetime,
) -> Form:
    form = Form.objects.create(
        person=seat.person,
        position=seat.position,
        month=month.first,
        template=template,
        state=FormState.SELF,
        appraiser=seat.appraiser,
        reviewer=seat.reviewer,
        frozen_at=at,
    )
    FormLine.objects.bulk_create(
        _line(form, rank, text, evidence) for rank, text in enumerate(template.lines, 1)
    )
    return form


def _line(
    form: Form, rank: int, text: dict[str, Any], evidence: dict[tuple[str, int], Evidence]
) -> FormLine:
    indicator = indicators.get(text["code"])
    label = text.get("label", {}).get("zh") or (str(indicator.label) if indicator else text["code"])
    line = FormLine(
        form=form,
        rank=rank,
        section=text["section"],
        code=text["code"],
        label=label,
        unit=str(indicator.unit) if indicator else "",
        weight=text["weight"],
        target=text.get("target", ""),
        curve=text["curve"],
    )
    if indicator is None:
        return line
    owner = form.person_id if indicator.per_person else DEPARTMENT
    line.evidence = evidence.get((indicator.code, owner))
    measured = line.evidence
    if measured is not None and measured.value is not None and measured.n >= indicator.min_n:
        line.value = str(shown_value(measured.value, line.unit))
        line.score = points(line)
    return line


def shown_value(value: Decimal, unit: str) -> Decimal:
    """Return a figure in the unit that the form shows: a share as per cent, two decimals."""
    return round_half_up(value * 100 if unit == "%" else value, rules.CENT)


def points(line: FormLine) -> int:
    """Return what a line scores, in hundredths, from its value or rating alone."""
    value = Decimal(line.rating) if line.rating else Decimal(line.value)
    earned = rules.score(line.curve, value=value, target=Decimal(line.target or 0))
    return int(earned * 100)

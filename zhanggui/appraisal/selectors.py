from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from zhanggui.appraisal import rules
from zhanggui.appraisal.models import Form, FormLine, FormState
from zhanggui.core.periods import Month
from zhanggui.org.models import User

ORDER = (
    FormState.SELF,
    FormState.APPRAISER,
    FormState.REVIEW,
    FormState.PUBLISHED,
    FormState.FINAL,
)


@dataclass(frozen=True)
class Step:
    """One station of a form's way: its name, who took it when, and whether it is done."""

    label: str
    detail: str
    is_done: bool
    is_now: bool


def steps_of(form: Form) -> list[Step]:
    """Return the stations of a form, those passed with the person and the day."""
    passed = {t.from_state: t for t in form.transitions.select_related("by").order_by("pk")}
    whose = {
        FormState.SELF: form.person,
        FormState.APPRAISER: form.appraiser,
        FormState.REVIEW: form.reviewer,
        FormState.PUBLISHED: form.person,
    }
    at = ORDER.index(FormState.FINAL if form.state == FormState.LOCKED else FormState(form.state))
    steps = []
    for place, state in enumerate(ORDER):
        done = place < at or (state == FormState.FINAL and at == place)
        step = passed.get(state)
        detail = f"{step.at:%m-%d} {step.by}" if done and step else str(whose.get(state, ""))
        steps.append(Step(str(state.label), detail, done, place == at and not done))
    return steps


def missing_to(form: Form) -> str:
    """Say what the next grade would have taken, in words; empty at the top and before the total."""
    if form.total is None:
        return ""
    total = Decimal(form.total) / 100
    higher = [bound for bound, _letter, _k in rules.GRADES if bound > total]
    if not higher:
        return ""
    bound = min(higher)
    letter = rules.grade_of(bound).letter
    return _("%(points)s more points would have been grade %(grade)s.") % {
        "points": bound - total,
        "grade": letter,
    }


def explain(line: FormLine) -> str:
    """Say in words how a line came to its score."""
    if line.score is None:
        return _("Not measured this month; its weight went to the rest of the section.")
    kind = line.curve.get("kind")
    if kind == "rated":
        return _("Rated %(rating)s of 5 by the appraiser.") % {"rating": line.rating}
    facts = {"value": line.value, "target": line.target, "unit": line.unit}
    if kind in {"ratio_up", "ratio_down"}:
        words = _("%(value)s %(unit)s against a target of %(target)s %(unit)s, in proportion.")
    else:
        facts |= {"points": line.curve.get("points", "2"), "step": line.curve.get("unit", "1")}
        words = _(
            "%(value)s %(unit)s against a target of %(target)s %(unit)s; each %(step)s short costs"
            " %(points)s points."
        )
    return words % facts


def team_of(user: User, month: Month) -> list[Form]:
    """Return the forms of a month that somebody appraises, reviews or looks after."""
    forms = Form.objects.visible_to(user).filter(month=month.first).exclude(person=user)
    return list(
        forms.select_related("person", "position", "appraiser", "reviewer").order_by(
            "position__rank", "person__display_name", "pk"
        )
    )


def months_with_forms(user: User) -> list[Month]:
    """Return the months that somebody may see forms of, the newest first."""
    months = Form.objects.visible_to(user).order_by("-month").values_list("month", flat=True)
    return [Month.of(day) for day in months.distinct()]

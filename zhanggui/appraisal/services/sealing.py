"""The chain of a form's steps: each seals the one before it, so that none can be changed unseen."""

import hashlib
import json
from datetime import UTC, datetime

from zhanggui.appraisal.models import Form, FormLine, Transition
from zhanggui.org.models import User


def form_digest(form: Form, lines: list[FormLine]) -> str:
    """Return the SHA-256 of a form's figures, its evidence by digest; equal bytes, equal form."""
    told = {
        "person": form.person_id,
        "position": form.position_id,
        "month": form.month.isoformat(),
        "template": form.template_id,
        "base": form.base,
        "total": form.total,
        "grade": form.grade,
        "coefficient": form.coefficient,
        "lines": [
            [line.code, line.weight, line.target, line.curve, line.value, line.rating, line.score,
             line.counted, line.evidence.digest if line.evidence else ""]
            for line in sorted(lines, key=lambda line: line.rank)
        ],
    }  # fmt: skip
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def seal_of(transition: Transition, before: str) -> str:
    """Return the seal of a step: over its own words and the seal before it."""
    told = [
        before, transition.form_id, transition.from_state, transition.to_state,
        transition.by_id, transition.at.astimezone(UTC).isoformat(), transition.note,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def step(form: Form, was: str, *, by: User | None, at: datetime, note: str = "") -> Transition:
    """Write down that a form went from one state to the one it is in now."""
    last = Transition.objects.filter(form=form).order_by("-pk").first()
    transition = Transition(form=form, from_state=was, to_state=form.state, by=by, at=at, note=note)
    transition.seal = seal_of(transition, last.seal if last else "")
    transition.save()
    return transition


def chain_holds(form: Form) -> bool:
    """Say whether every step of a form still bears the seal that its words give."""
    before = ""
    for transition in Transition.objects.filter(form=form).order_by("pk"):
        if transition.seal != seal_of(transition, before):
            return False
        before = transition.seal
    return True

"""Evidence: a figure and its rows, written down once, with a digest that proves them unchanged."""

import hashlib
import json
from collections.abc import Collection, Iterable
from datetime import datetime

from zhanggui.appraisal.models import Evidence
from zhanggui.core.metrics import DEPARTMENT, EvidenceRow, Indicator, Measure, indicators
from zhanggui.core.periods import Month


def row_facts(row: EvidenceRow) -> dict[str, object]:
    """Return a row as it is kept: exact decimals written out."""
    return {
        "key": row.key,
        "label": row.label,
        "url": row.url,
        "numerator": str(row.numerator),
        "denominator": str(row.denominator),
        "facts": dict(row.facts),
    }


def digest_of(evidence: Evidence) -> str:
    """Return the SHA-256 of all that a figure was computed from, in a fixed writing."""
    told = {
        "indicator": evidence.indicator,
        "version": evidence.version,
        "month": evidence.month.isoformat(),
        "person": evidence.person_id,
        "numerator": evidence.numerator,
        "denominator": evidence.denominator,
        "n": evidence.n,
        "rows": [[r["key"], r["numerator"], r["denominator"]] for r in evidence.rows],
    }
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def freeze(
    codes: Iterable[str], month: Month, people: Collection[int], *, at: datetime
) -> dict[tuple[str, int], Evidence]:
    """Freeze the figures of a month for people, and the department's once; return them by key.

    What is frozen already is returned as it stands: later facts do not change it. Indicators that
    no app declares are left out. One measurement an indicator, whatever the number of people.
    """
    known = {
        (e.indicator, e.person_id or DEPARTMENT): e
        for e in Evidence.objects.filter(month=month.first)
    }
    fresh = []
    for code in codes:
        indicator = indicators.get(code)
        if indicator is None:
            continue
        owners = people if indicator.per_person else (DEPARTMENT,)
        missing = [owner for owner in owners if (code, owner) not in known]
        measures = indicator.measure(month, missing) if missing else {}
        fresh += [
            _evidence(indicator, month, owner, measures[owner], at)
            for owner in missing
            if owner in measures
        ]
    Evidence.objects.bulk_create(fresh)
    return known | {(e.indicator, e.person_id or DEPARTMENT): e for e in fresh}


def _evidence(
    indicator: Indicator, month: Month, owner: int, measure: Measure, at: datetime
) -> Evidence:
    evidence = Evidence(
        indicator=indicator.code,
        version=indicator.version,
        month=month.first,
        person_id=owner or None,
        numerator=str(measure.numerator),
        denominator=str(measure.denominator),
        n=measure.n,
        rows=[row_facts(row) for row in indicator.rows(month, owner)],
        frozen_at=at,
    )
    evidence.digest = digest_of(evidence)
    return evidence

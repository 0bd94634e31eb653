from datetime import date, datetime

from django.db import transaction

from zhanggui.journal.services import record
from zhanggui.org.models import User
from zhanggui.payroll.actions import SCHEME_CONFIRMED, TERMS_SET
from zhanggui.payroll.models import InsuranceScheme, PayTerms

# Bounds of an example, not of a city: somebody who knows the local notice confirms or mends them.
SAMPLE = {
    "floor_fen": 5_000_00,
    "ceiling_fen": 25_000_00,
    "fund_floor_fen": 2_010_00,
    "fund_ceiling_fen": 25_000_00,
    "minimum_wage_fen": 2_260_00,
}


@transaction.atomic
def set_terms(
    *,
    person: User,
    valid_from: date,
    post_fen: int,
    performance_fen: int,
    average_fen: int,
    by: User | None,
    at: datetime,
) -> PayTerms:
    """Say what somebody is paid from a day on; terms of the same day are replaced."""
    terms, _new = PayTerms.objects.update_or_create(
        person=person,
        valid_from=valid_from,
        defaults={
            "post_fen": post_fen,
            "performance_fen": performance_fen,
            "average_fen": average_fen,
            "set_by": by,
            "set_at": at,
        },
    )
    record(TERMS_SET, by=by, subject=terms, at=at, facts={"person": person.pk})
    return terms


def sample_scheme() -> InsuranceScheme:
    """Return the figures in force, or an unconfirmed sample where there are none."""
    found = InsuranceScheme.objects.order_by("-valid_from", "-pk").first()
    if found:
        return found
    return InsuranceScheme.objects.create(
        city="瑞安（示例）", valid_from=date(2026, 1, 1), **SAMPLE
    )


@transaction.atomic
def confirm_scheme(*, scheme_id: int, by: User, at: datetime) -> InsuranceScheme:
    """Say that the figures are those of the local notice; a second time changes nothing."""
    scheme = InsuranceScheme.objects.select_for_update().get(pk=scheme_id)
    if scheme.confirmed_at is None:
        scheme.confirmed_by, scheme.confirmed_at = by, at
        scheme.save(update_fields=["confirmed_by", "confirmed_at"])
        record(SCHEME_CONFIRMED, by=by, subject=scheme, at=at, facts={"city": scheme.city})
    return scheme

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhanggui.core.periods import Month
from zhanggui.journal.services import record
from zhanggui.org.models import User
from zhanggui.planning.actions import TARGET_SET
from zhanggui.planning.models import Target

SALES = "dept.sales"


class CannotSetTargetError(Exception):
    """A target cannot be set as asked."""


@transaction.atomic
def set_target(
    *, code: str, month: Month, value: int, by: User, at: datetime, reason: str = ""
) -> Target:
    """Set a month's target (`value` in hundredths: fen), or amend it with a reason.

    :raises CannotSetTargetError: if it is not positive, or an amendment gives no reason
    """
    if value <= 0:
        raise CannotSetTargetError(_("A target is more than nothing."))
    earlier = Target.objects.select_for_update().filter(code=code, month=month.first)
    last = earlier.order_by("-version").first()
    if last and not reason.strip():
        raise CannotSetTargetError(_("Say why the target changes."))
    target = Target.objects.create(
        code=code,
        month=month.first,
        version=last.version + 1 if last else 1,
        value=value,
        reason=reason.strip(),
        set_by=by,
        set_at=at,
    )
    record(TARGET_SET, by=by, subject=target, at=at, facts={"month": str(month), "fen": value})
    return target

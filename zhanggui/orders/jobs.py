from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from zhanggui.jobs.registry import Schedule, Work, declare_schedule
from zhanggui.orders import services


def try_again(work: Work) -> None:
    """Look up unknown codes again, and serve lines that are short, for both may be there now."""
    services.mend_codes(at=work.at)
    services.reserve_again(at=work.at)


declare_schedule(
    Schedule(
        code="orders.try_again",
        label=_("Serve orders that wait for stock or for a code"),
        run=try_again,
        every=timedelta(minutes=5),
    )
)

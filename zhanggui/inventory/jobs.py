from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from zhanggui.inventory import services
from zhanggui.jobs.registry import Schedule, Work, declare_schedule


def prove(work: Work) -> None:
    services.prove(at=work.at)


PROOF = declare_schedule(
    Schedule(
        code="inventory.prove",
        label=_("Prove that the stock adds up"),
        run=prove,
        every=timedelta(days=1),
        first=3 * 60 + 10,
    )
)

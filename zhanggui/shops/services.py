"""Shops, and who works for them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhanggui.journal.services import record
from zhanggui.org.models import User
from zhanggui.shops.actions import CHANGED, OPENED
from zhanggui.shops.models import Shop


class CannotSaveShopError(Exception):
    """The shop cannot be saved; the message says why."""


@transaction.atomic
def save_shop(
    *,
    shop: Shop | None,
    values: Mapping[str, Any],
    staff: Collection[User],
    by: User,
    at: datetime,
) -> Shop:
    """Open a shop or change one. Its code stays for ever; without staff everybody works for it.

    :raises CannotSaveShopError: if its code or its name is another shop's
    """
    others = Shop.objects.exclude(pk=shop.pk if shop else 0)
    if others.filter(name=values["name"]).exists():
        raise CannotSaveShopError(_("Another shop has this name."))
    if shop is None and others.filter(code=values["code"]).exists():
        raise CannotSaveShopError(_("Another shop has this code."))
    is_new = shop is None
    shop = shop or Shop()
    changed = [name for name, value in values.items() if is_new or getattr(shop, name) != value]
    for name in changed:
        setattr(shop, name, values[name])
    shop.save()
    before = set(shop.staff.values_list("pk", flat=True))
    shop.staff.set(staff)
    after = {user.pk for user in staff}
    facts = {
        "fields": ", ".join(changed),
        "staff_added": ", ".join(map(str, sorted(after - before))),
        "staff_removed": ", ".join(map(str, sorted(before - after))),
    }
    record(OPENED if is_new else CHANGED, by=by, subject=shop, at=at, facts=facts)
    return shop

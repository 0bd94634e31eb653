"""The demo's department: its handbook, its people in their seats, its two shops."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password

from zhanggui.core.periods import day_of
from zhanggui.desk.demo.people import PASSWORD, PEOPLE
from zhanggui.org.models import Position, User
from zhanggui.org.services.granting import sync_people
from zhanggui.org.services.loading import load_handbook
from zhanggui.org.services.seating import assign
from zhanggui.shops.models import Platform, Shop

NAME = "瑞安家蕊洁具"
SHOPS = (
    ("jiarui-tmall", "家蕊旗舰店", Platform.TMALL),
    ("jiarui-taobao", "家蕊洁具源头店", Platform.TAOBAO),
)


@dataclass(frozen=True)
class Company:
    """Who works in the demo, by user name, and its shops."""

    people: dict[str, User]
    shops: tuple[Shop, ...]

    def __getitem__(self, username: str) -> User:
        return self.people[username]


def found(now: datetime) -> Company:
    """Give the house its handbook, people and shops."""
    load_handbook(at=now)
    # One hash for all: they share the printed password, and hashing is slow on purpose.
    sealed = make_password(PASSWORD)
    people = {}
    for person in PEOPLE:
        joined = now - timedelta(days=365 * person.joined_years + 40)
        user = User.objects.create(
            username=person.username,
            password=sealed,
            display_name=person.name,
            joined_on=day_of(joined),
        )
        seat = Position.objects.get(code=person.position)
        assign(user, seat, by=None, active_from=joined, at=now)
        user.acting_as = person.position
        people[person.username] = user
    sync_people(at=now)
    shops = tuple(
        Shop.objects.create(code=code, name=name, platform=platform)
        for code, name, platform in SHOPS
    )
    return Company(people, shops)

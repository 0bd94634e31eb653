"""Day after day at the demo company: files come in, parcels go out, vouchers are posted."""

import random
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from zhanggui.books.services.closing import CannotCloseError, sign_day
from zhanggui.books.services.posting import post_sales
from zhanggui.connectors.taobao.writer import write_files
from zhanggui.core.periods import SHANGHAI, midnight
from zhanggui.desk.demo.bringing import bring_in
from zhanggui.desk.demo.company import Company
from zhanggui.desk.demo.goods import Good
from zhanggui.desk.demo.telling import CONFIRMED_AFTER, news
from zhanggui.desk.demo.trade import SEED, Bought, orders_of
from zhanggui.orders.models import Order, OrderState
from zhanggui.org.models import User
from zhanggui.shipping.selectors.judging import Entry
from zhanggui.shipping.services.dispatch import make_dispatch_file, mark_file_sent
from zhanggui.shipping.services.enter import enter_tracking
from zhanggui.shops.models import Shop

# When things are done, Shanghai time.
FILES_AT, NUMBERS_AT, POSTED_AT = time(8, 40), time(17, 10), time(18, 5)
LATE_EVERY, FORGOTTEN_EVERY = 37, 53
CARRIERS = (("YTO", "YT{:013d}"), ("ZTO", "7{:013d}"), ("STO", "77{:013d}"), ("SF", "SF{:013d}"))


@dataclass
class Desk:
    """What the demo's days carry over from one to the next."""

    company: Company
    goods: list[Good]
    now: datetime
    a_day: int
    dice: random.Random = field(default_factory=lambda: random.Random(SEED))
    shipped: dict[str, datetime] = field(default_factory=dict)
    recent: dict[int, deque[list[Bought]]] = field(default_factory=dict)
    waybills: int = 0

    def clock(self, day: date, moment: time) -> datetime:
        return datetime.combine(day, moment, SHANGHAI)


def live(desk: Desk, days: int, tick: Callable[[int], None]) -> None:
    """Let the company work for so many days up to now."""
    first = desk.now.astimezone(SHANGHAI).date() - timedelta(days=days - 1)
    for number in range(days):
        day = first + timedelta(days=number)
        for index, shop in enumerate(desk.company.shops):
            take_files(desk, day, index, shop)
        enter_numbers(desk, day)
        post_and_sign(desk, day)
        tick(number + 1)


def take_files(desk: Desk, day: date, index: int, shop: Shop) -> None:
    """Bring in the morning's files: what was bought since, and what became of the rest."""
    at = desk.clock(day, FILES_AT)
    if at > desk.now:
        return
    kept = desk.recent.setdefault(index, deque(maxlen=CONFIRMED_AFTER.days + 4))
    if not kept:
        kept.append(
            list(orders_of(day - timedelta(days=1), shop=index, count=desk.a_day, goods=desk.goods))
        )
    kept.append(list(orders_of(day, shop=index, count=desk.a_day, goods=desk.goods)))
    # The last file of all is as fresh as the visit: today's orders up to this minute.
    at = desk.now if day == desk.now.astimezone(SHANGHAI).date() else at
    # Orders of the last two days, and those that the buyers confirmed just now.
    told = [order for some in (kept[0], *list(kept)[-3:]) for order in some]
    orders = news({order.number: order for order in told}.values(), desk.shipped, at=at)
    if not orders:
        return
    with tempfile.TemporaryDirectory() as folder:
        files = write_files(orders, Path(folder), made_at=at)
        bring_in("taobao.orders", files, {"shop": shop.code}, by=desk.company["daogou"], at=at)


def hands(desk: Desk) -> Iterator[User]:
    """Name who enters tracking numbers, in turn."""
    while True:
        yield from (desk.company[name] for name in ("daogou", "daogou2", "daogou", "wuliu"))


def due(desk: Desk, day: date) -> list[Order]:
    """Return the orders that leave today: paid before three, and whom nobody forgot."""
    cut = desk.clock(day, time(15))
    waiting = Order.objects.to_ship().filter(paid_at__lt=cut).order_by("paid_at", "pk")
    return [
        order
        for order in waiting
        if order.pk % LATE_EVERY or order.paid_at is None or cut - order.paid_at > timedelta(days=3)
    ]


def enter_numbers(desk: Desk, day: date) -> None:
    """Give each parcel of the day its number, and tell the platform by its file."""
    at = desk.clock(day, NUMBERS_AT)
    if at > desk.now:
        return
    batches: dict[User, list[Entry]] = {}
    for order, person in zip(due(desk, day), hands(desk), strict=False):
        carrier, form = CARRIERS[desk.dice.choice((0, 0, 0, 1, 1, 2, 3))]
        desk.waybills += desk.dice.randrange(3, 900)
        entry = Entry(order.number, form.format(9_000_000_000 + desk.waybills), carrier)
        batches.setdefault(person, []).append(entry)
    for minutes, (person, entries) in enumerate(batches.items()):
        moment = at + timedelta(minutes=7 * minutes)
        for verdict in enter_tracking(entries=entries, by=person, at=moment):
            if verdict.parcel:
                desk.shipped[verdict.entry.order_number] = moment
    if batches:
        tell_platform(desk, at + timedelta(minutes=40))


def tell_platform(desk: Desk, at: datetime) -> None:
    for shop in desk.company.shops:
        if Order.objects.filter(
            shop=shop, parcels__dispatch_row=None, state=OrderState.SHIPPED
        ).exists():
            file = make_dispatch_file(shop_id=shop.pk, by=desk.company["daogou"], at=at)
            mark_file_sent(file_id=file.pk, by=desk.company["daogou"], at=at)


def post_and_sign(desk: Desk, day: date) -> None:
    """Post what left today (what was forgotten, tomorrow), and sign yesterday's books."""
    at = desk.clock(day, POSTED_AT)
    if at > desk.now:
        return
    today = midnight(day)
    shipped = Order.objects.filter(shipped_at__lte=at, shipped_at__gt=today - timedelta(days=1))
    ids = [
        pk
        for pk, moment in shipped.order_by("pk").values_list("pk", "shipped_at")
        if pk % FORGOTTEN_EVERY or (moment and moment < today)
    ]
    post_sales(order_ids=ids[::2], by=desk.company["daogou"], at=at)
    post_sales(order_ids=ids[1::2], by=desk.company["daogou2"], at=at + timedelta(minutes=9))
    for shop in desk.company.shops:
        try:
            yesterday = day - timedelta(days=1)
            moment = at + timedelta(minutes=25)
            sign_day(shop_id=shop.pk, day=yesterday, by=desk.company["daogou"], at=moment)
        except CannotCloseError:
            continue  # nothing left on that day, or a voucher lacks: the page says which

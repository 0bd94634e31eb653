"""Ninety days of orders of the demo company. The same seed and day give the same orders."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from zhanggui.core.periods import SHANGHAI
from zhanggui.desk.demo.goods import Good

DAYS = 90
SEED = 20_261_124

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余"
GIVEN = (
    "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "超", "明",
    "雪梅", "志强", "建国", "晓燕", "文博", "雨桐", "子涵", "欣怡", "浩然", "佳宁", "思远", "嘉琪", "海波",
)  # fmt: skip
# Province, city, district, and how often parcels go there.
PLACES = (
    ("浙江省", "温州市", "瑞安市", 9), ("浙江省", "杭州市", "余杭区", 8), ("浙江省", "宁波市", "鄞州区", 5),
    ("江苏省", "苏州市", "吴中区", 7), ("江苏省", "南京市", "江宁区", 6), ("上海", "上海市", "浦东新区", 8),
    ("广东省", "广州市", "番禺区", 7), ("广东省", "深圳市", "宝安区", 7), ("广东省", "佛山市", "顺德区", 4),
    ("福建省", "厦门市", "集美区", 3), ("山东省", "济南市", "历下区", 4), ("河南省", "郑州市", "金水区", 4),
    ("湖北省", "武汉市", "洪山区", 4), ("湖南省", "长沙市", "岳麓区", 3), ("四川省", "成都市", "武侯区", 5),
    ("重庆", "重庆市", "渝北区", 3), ("北京", "北京市", "朝阳区", 6), ("陕西省", "西安市", "雁塔区", 3),
    ("辽宁省", "沈阳市", "和平区", 2), ("新疆维吾尔自治区", "乌鲁木齐市", "天山区", 1),
)  # fmt: skip
STREETS = ("环城路", "人民路", "解放街", "中山路", "文化路", "建设大道", "滨江路", "学府街")
NOTES = ("", "", "", "", "", "", "请发顺丰", "送货前电话联系", "不要放驿站", "要开发票", "周末再送")
# The twelve hours that people buy in, with weights: lunch break and evening are busy.
HOURS = ((9, 4), (10, 6), (11, 6), (12, 8), (14, 5), (15, 5), (16, 5), (19, 7), (20, 10), (21, 11),
         (22, 9), (23, 4))  # fmt: skip


@dataclass(frozen=True)
class Sold:
    """One line of an order: money in fen."""

    good: Good
    quantity: int
    unit_price_fen: int


@dataclass(frozen=True)
class Bought:
    """One order of the demo: who bought what, when, and how it ends."""

    number: str
    nick: str
    receiver: str
    phone: str
    province: str
    city: str
    district: str
    street: str
    note: str
    lines: tuple[Sold, ...]
    freight_fen: int
    discount_fen: int
    ordered_at: datetime
    paid_at: datetime | None
    closed: bool

    @property
    def goods_fen(self) -> int:
        return sum(line.unit_price_fen * line.quantity for line in self.lines)

    @property
    def paid_fen(self) -> int:
        return self.goods_fen - self.discount_fen + self.freight_fen


def orders_of(day: date, *, shop: int, count: int, goods: list[Good]) -> Iterator[Bought]:
    """Yield about `count` orders of a shop (0, 1 …) on a day; weekends are busier."""
    dice = random.Random(f"{SEED}-{day.toordinal()}-{shop}")
    wanted = round(count * (1.25 if day.weekday() >= 5 else 1) * dice.uniform(0.8, 1.2))
    moments = sorted(_moment(day, dice) for _ in range(wanted))
    for index, moment in enumerate(moments):
        # Nineteen digits, as the platform's are: more than a float can hold.
        number = f"{3 + shop}0{day.toordinal():07d}{index:04d}{dice.randrange(10**6):06d}"
        yield _order(number, moment, goods, dice)


def _moment(day: date, dice: random.Random) -> datetime:
    hour = dice.choices([h for h, _ in HOURS], [w for _, w in HOURS])[0]
    clock = time(hour, dice.randrange(60), dice.randrange(60))
    return datetime.combine(day, clock, SHANGHAI)


def _lines(goods: list[Good], dice: random.Random) -> tuple[Sold, ...]:
    # A bent throw: some goods sell far more than others.
    picks = {
        int(len(goods) * dice.random() ** 1.6): None for _ in range(dice.choice((1, 1, 1, 2, 2, 3)))
    }
    chosen = [goods[(pick * 37) % len(goods)] for pick in picks]
    return tuple(
        Sold(
            good,
            dice.choice((1, 1, 1, 1, 2, 2, 3)) if good.price_fen < 50_000 else 1,
            good.price_fen,
        )
        for good in chosen
    )


def _order(number: str, moment: datetime, goods: list[Good], dice: random.Random) -> Bought:
    province, city, district, _ = dice.choices(PLACES, [place[3] for place in PLACES])[0]
    lines = _lines(goods, dice)
    total = sum(line.unit_price_fen * line.quantity for line in lines)
    unpaid, closed = dice.random() < 0.04, dice.random() < 0.02
    return Bought(
        number=number,
        nick=f"{dice.choice('tb花小海风晨')}{dice.choice('_云雨木禾子')}{dice.randrange(10**4):04d}",
        receiver=dice.choice(SURNAMES) + dice.choice(GIVEN),
        phone=f"1{dice.choice('3589')}{dice.randrange(10**9):09d}",
        province=province,
        city=city,
        district=district,
        street=f"{dice.choice(STREETS)} {dice.randrange(1, 400)} 号 {dice.randrange(1, 30)} 幢",
        note=dice.choice(NOTES),
        lines=lines,
        freight_fen=0 if total > 9_900 else 800,
        discount_fen=total * dice.choice((0, 0, 3, 5, 8)) // 100,
        ordered_at=moment,
        paid_at=None if unpaid else moment + timedelta(minutes=dice.randrange(1, 25)),
        closed=unpaid or closed,
    )

"""A trade of any size: goods with stock, and orders of three lines as the platform tells them."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from zhanggui.catalog.models import Product, Sku
from zhanggui.core.periods import SHANGHAI
from zhanggui.inventory.services import MAIN, Movement, move_many, place
from zhanggui.orders.rules import ReceivedLine, ReceivedOrder
from zhanggui.org.models import User
from zhanggui.shops.models import Platform, Shop

AT = datetime(2026, 11, 11, 20, 0, tzinfo=SHANGHAI)
SKUS, LINES = 300, 3


def make_trade() -> tuple[Shop, User]:
    """Make a shop, somebody who may do everything, and 300 SKUs with stock for any file."""
    shop = Shop.objects.create(code="jiarui", name="家蕊旗舰店", platform=Platform.TMALL)
    product = Product.objects.create(code="HS", name="恒温花洒")
    skus = Sku.objects.bulk_create(
        [
            Sku(product=product, merchant_code=f"HS-{i:04}", spec="亮铬", price_fen=9900 + i * 100)
            for i in range(SKUS)
        ]
    )
    source, destination = place("supplier").pk, place(MAIN).pk
    move_many(
        [Movement(sku.pk, 10_000_000, source, destination, "opening", sku.pk) for sku in skus],
        at=AT,
    )
    return shop, User.objects.create_superuser("bench")


def orders(count: int, *, first: int = 0) -> Iterator[ReceivedOrder]:
    """Yield paid orders of three lines; three buyers in four buy once."""
    dice = random.Random(20_261_124 + first)
    for index in range(first, first + count):
        yield _order(index, count, dice)


def _order(index: int, count: int, dice: random.Random) -> ReceivedOrder:
    created = AT + timedelta(seconds=index % 86_400)
    tid = str(3_028_689_418_000_000_000 + index)
    lines = []
    for number in range(LINES):
        sku = dice.randrange(SKUS)
        quantity = dice.choice((1, 1, 1, 2))
        price = 9900 + sku * 100
        lines.append(
            ReceivedLine(
                title=f"家蕊恒温花洒套装 全铜淋浴器 家用增压 {sku:04}",
                quantity=quantity,
                oid=str(4_028_689_418_000_000_000 + index * LINES + number),
                merchant_code=f"HS-{sku:04}",
                spec="颜色分类:亮铬;安装方式:明装",
                unit_price_fen=price,
                paid_fen=price * quantity,
            )
        )
    goods = sum(line.paid_fen or 0 for line in lines)
    return ReceivedOrder(
        tid=tid,
        status="WAIT_SELLER_SEND_GOODS",
        created_at=created,
        goods_fen=goods,
        freight_fen=800,
        total_fen=goods + 800,
        paid_fen=goods + 800,
        lines=tuple(lines),
        buyer=f"tb{dice.randrange(count * 3 // 4 + 1):08}",
        receiver=f"{'王李张刘陈'[index % 5]}{'晓雪志建文'[index % 7 % 5]}",
        phone=f"139{index:08}",
        address=f"浙江省 温州市 瑞安市 环城路 {index} 号 3 幢 {index % 900} 室",
        paid_at=created + timedelta(minutes=3),
        buyer_note="请发顺丰" if index % 9 == 0 else "",
    )

"""A small trade for tests: a shop, its goods, and orders as a platform tells them."""

from datetime import datetime

from zhanggui.catalog.models import Product, Sku
from zhanggui.core.periods import SHANGHAI
from zhanggui.inventory.services import MAIN, Movement, move, place
from zhanggui.orders.rules import ReceivedLine, ReceivedOrder
from zhanggui.shops.models import Platform, Shop

NINE = datetime(2026, 11, 20, 9, 0, tzinfo=SHANGHAI)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=SHANGHAI)
TWO = datetime(2026, 11, 20, 14, 0, tzinfo=SHANGHAI)
TID = "3028689418086124567"


def make_shop(code="jiarui", **given):
    return Shop.objects.create(
        **({"code": code, "name": f"家蕊{code}", "platform": Platform.TMALL} | given)
    )


def make_sku(code="HS-3301", price_fen=128_800):
    product = Product.objects.create(code=f"P-{code}", name="恒温花洒")
    return Sku.objects.create(
        product=product, merchant_code=code, price_fen=price_fen, cost_fen=price_fen // 2
    )


_origins = iter(range(1, 10**9))


def stock_up(sku, quantity, at=NINE):
    move(
        Movement(sku.pk, quantity, place("supplier").pk, place(MAIN).pk, "opening", next(_origins)),
        at=at,
    )


def told_line(code="HS-3301", quantity=1, price_fen=128_800, **given):
    return ReceivedLine(
        **(
            {
                "title": f"恒温花洒套装 {code}",
                "merchant_code": code,
                "quantity": quantity,
                "unit_price_fen": price_fen,
                "data": {"商家编码": code},
            }
            | given
        )
    )


def told_order(*lines, tid=TID, status="WAIT_SELLER_SEND_GOODS", **given):
    lines = lines or (told_line(),)
    goods = sum(line.unit_price_fen * line.quantity for line in lines)
    paid = status != "WAIT_BUYER_PAY"
    return ReceivedOrder(
        **(
            {
                "tid": tid,
                "status": status,
                "created_at": NINE,
                "goods_fen": goods,
                "freight_fen": 0,
                "total_fen": goods,
                "paid_fen": goods if paid else 0,
                "lines": lines,
                "buyer": "tb_lin88",
                "receiver": "林晓芸",
                "phone": "13912348001",
                "address": "浙江省 温州市 瑞安市 环城路 12 号",
                "paid_at": NINE if paid else None,
                "data": {"订单编号": tid},
                "private": {"收货人姓名": "林晓芸"},
            }
            | given
        )
    )

"""What customers said on the messenger and the phone in the demo's last days."""

import random
from datetime import datetime, timedelta

from zhanggui.catalog.models import Product
from zhanggui.desk.demo.company import Company
from zhanggui.desk.demo.trade import SEED, SURNAMES
from zhanggui.service import services
from zhanggui.service.models import Channel, Topic

SAID = (
    (Channel.IM, Topic.ENQUIRY, "恒温花洒能装在 15 公分中心距吗？", "可以，配弯脚就能装。"),
    (Channel.PHONE, Topic.ORDER, "什么时候能发货？", "今天下午五点前发出，单号稍后短信给您。"),
    (Channel.IM, Topic.SALE, "要一套卫生间五金，黑色的。", "推荐哑黑四件套，已发链接。"),
    (Channel.PHONE, Topic.SUGGESTION, "安装说明书字太小，看不清。", ""),
    (Channel.IM, Topic.PAGE, "页面写坑距 305，图上标的是 400。", ""),
    (Channel.PHONE, Topic.ENQUIRY, "地漏返味怎么办？", "换四防密封芯，不用拆地砖。"),
    (Channel.IM, Topic.ORDER, "地址写错了，能改吗？", "还没出库，已请您在平台上改。"),
)


def talk(company: Company, *, now: datetime, days: int = 12) -> None:
    """Write down a few contacts a day, the last with call-backs still owed."""
    dice = random.Random(SEED)
    products = list(Product.objects.order_by("code"))
    for number in range(days * 3):
        at = now - timedelta(hours=number * 8 + dice.randrange(5), minutes=dice.randrange(60))
        channel, topic, text, answer = SAID[number % len(SAID)]
        promised = topic == Topic.ORDER and number < 12
        services.record_contact(
            shop=company.shops[number % 2],
            channel=channel,
            topic=topic,
            who=f"{dice.choice(SURNAMES)}{dice.choice(('先生', '女士'))}",
            text=text,
            answer=answer,
            product=dice.choice(products) if topic == Topic.PAGE else None,
            follow_up_at=at + timedelta(hours=4) if promised else None,
            by=company["daogou" if number % 3 else "daogou2"],
            at=at,
        )

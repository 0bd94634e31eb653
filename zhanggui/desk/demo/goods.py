"""What the demo company makes: 7 lines, 300 SKUs. Pure: the same every time."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice


@dataclass(frozen=True)
class Line:
    """A product line, its code prefix, the finishes it comes in, and its price range in yuan."""

    code: str
    name: str
    prefix: str
    styles: tuple[str, ...]
    finishes: tuple[tuple[str, str], ...]
    price_from: int
    price_step: int
    weight_g: int


METAL = (("CR", "亮铬"), ("BK", "哑黑"), ("GN", "枪灰"), ("GD", "拉丝金"))
CERAMIC = (("305", "坑距 305"), ("400", "坑距 400"), ("250", "坑距 250"))
WOOD = (("60", "60 cm"), ("80", "80 cm"), ("100", "100 cm"), ("120", "120 cm"))
LENGTHS = (("50", "0.5 m"), ("100", "1.0 m"), ("150", "1.5 m"), ("200", "2.0 m"))

LINES = (
    Line(
        "faucet", "水龙头", "LT",
        ("单孔面盆龙头", "冷热面盆龙头", "抽拉面盆龙头", "高脚台上盆龙头", "入墙面盆龙头",
         "厨房龙头", "抽拉厨房龙头", "净水双出厨房龙头", "浴缸龙头", "单冷洗衣机龙头",
         "感应面盆龙头", "瀑布面盆龙头"),
        METAL, 89, 46, 1450,
    ),
    Line(
        "shower", "花洒", "HS",
        ("恒温花洒套装", "增压手持花洒", "三功能淋浴花洒", "空气能顶喷", "升降杆花洒套装",
         "入墙恒温花洒", "数显恒温花洒", "除氯过滤花洒", "儿童手持花洒", "钢琴键花洒套装",
         "置物台花洒套装", "方形顶喷"),
        METAL, 128, 97, 3900,
    ),
    Line(
        "toilet", "马桶", "MT",
        ("超旋虹吸马桶", "智能一体马桶", "无水箱智能马桶", "节水连体马桶", "壁挂马桶",
         "儿童马桶", "轻智能马桶", "静音虹吸马桶", "大管径直冲马桶", "除臭智能马桶",
         "轻奢彩釉马桶", "老人助起马桶"),
        CERAMIC, 699, 265, 42000,
    ),
    Line(
        "cabinet", "浴室柜", "GB",
        ("白橡实木浴室柜", "岩板一体盆浴室柜", "智能镜柜组合", "吊柜悬浮浴室柜", "转角浴室柜",
         "洗衣机伴侣柜", "多层实木浴室柜", "极简烤漆浴室柜", "阳台洗衣柜", "双人双盆浴室柜"),
        WOOD, 780, 214, 36000,
    ),
    Line(
        "drain", "地漏", "DL",
        ("防臭地漏", "隐形地漏", "两用洗衣机地漏", "大排量地漏", "长条地漏",
         "全铜防虫地漏", "侧排地漏", "阳台地漏", "四防密封地漏", "自封芯地漏"),
        METAL, 26, 15, 420,
    ),
    Line(
        "valve", "角阀软管", "JF",
        ("全铜冷热角阀", "一进两出角阀", "不锈钢编织软管", "防爆进水软管", "快开角阀",
         "燃气角阀", "马桶进水软管", "淋浴软管", "洗衣机进水管", "三通分水角阀"),
        LENGTHS, 15, 6, 180,
    ),
    Line(
        "hardware", "五金挂件", "MJ",
        ("折叠毛巾架", "单杆毛巾架", "浴室置物架", "转角置物架", "厕纸架",
         "马桶刷架", "挂衣钩四联", "电热毛巾架", "吹风机架", "牙刷杯架",
         "浴室镜前灯", "安全扶手"),
        METAL, 39, 22, 760,
    ),
)  # fmt: skip
SKU_COUNT = 300


@dataclass(frozen=True)
class Good:
    """One SKU of the demo: prices in fen."""

    merchant_code: str
    product_code: str
    name: str
    spec: str
    line: Line
    style: int
    finish: int
    price_fen: int
    cost_fen: int
    weight_g: int
    barcode: str
    opening: int


def ean13(number: int) -> str:
    """Return a valid EAN-13 in the range kept for use inside a company (prefix 20, GS1)."""
    digits = f"20{number:010d}"
    total = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits))
    return f"{digits}{-total % 10}"


def _opening(number: int) -> int:
    """Return the opening stock: a few SKUs run short, what sells most is piled high.

    trade.py draws the SKU (pick × 37) mod 300, small picks most often; 73 undoes the 37.
    """
    if number % 59 == 0:
        return 6
    pick = (number - 1) * 73 % SKU_COUNT
    piled = 900 if pick < 12 else 320 if pick < 60 else 0
    return 120 + (number * 53) % 240 + piled


def _every() -> Iterator[Good]:
    number = 0
    for line in LINES:
        for style, name in enumerate(line.styles):
            product_code = f"{line.prefix}-{101 + style * 2}"
            for finish, (code, spec) in enumerate(line.finishes):
                number += 1
                price = (line.price_from + line.price_step * style) * 100 + finish * 1000
                yield Good(
                    merchant_code=f"{product_code}-{code}",
                    product_code=product_code,
                    name=name,
                    spec=spec,
                    line=line,
                    style=style,
                    finish=finish,
                    price_fen=price,
                    cost_fen=price * (42 + (style * 7 + finish) % 11) // 100,
                    weight_g=line.weight_g + 37 * style,
                    barcode=ean13(number),
                    opening=_opening(number),
                )


def goods() -> list[Good]:
    """Return the 300 SKUs, each line with a fair share of them."""
    return list(islice(_every(), SKU_COUNT))

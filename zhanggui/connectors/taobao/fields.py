"""The columns of the seller centre's order files, whatever they were called that year.

Columns are found by name, never by place: the platform inserts new ones in the middle, renames
some, and leaves a space after others. What is not named here is kept as received.
"""

import re
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from zhanggui.imports.registry import Field, Kind, Sheet

ORDER_FIELDS = (
    Field("tid", _("Order number"), ("订单编号", "订单号"), required=True, kind=Kind.ID),
    Field("buyer", _("Buyer"), ("买家会员名", "买家会员昵称", "买家昵称")),
    Field("goods", _("Goods payable"), ("买家应付货款",), required=True, kind=Kind.MONEY),
    Field("freight", _("Freight payable"), ("买家应付邮费",), kind=Kind.MONEY),
    Field("total", _("Order total"), ("总金额",), required=True, kind=Kind.MONEY),
    Field(
        "paid",
        _("Paid"),
        ("买家实际支付金额", "买家实付金额", "支付金额"),
        kind=Kind.MONEY,
    ),
    Field("status", _("Order state"), ("订单状态",), required=True),
    Field("buyer_note", _("Buyer's note"), ("买家留言",)),
    Field("seller_note", _("Seller's note"), ("订单备注", "商家备注", "商家备忘")),
    Field("receiver", _("Receiver"), ("收货人姓名", "收货人")),
    Field("new_address", _("Changed address"), ("修改后的收货地址",)),
    Field("address", _("Address"), ("收货地址",)),
    Field("mobile", _("Mobile"), ("联系手机",)),
    Field("phone", _("Phone"), ("联系电话",)),
    Field("oaid", "OAID", ("oaid",)),
    Field("created", _("Ordered at"), ("订单创建时间",), required=True, kind=Kind.TIME),
    Field("paid_at", _("Paid at"), ("订单付款时间",), kind=Kind.TIME),
    Field("shipped_at", _("Shipped at"), ("发货时间",), kind=Kind.TIME),
    Field("closed_at", _("Receipt confirmed at"), ("确认收货时间",), kind=Kind.TIME),
    Field("close_reason", _("Reason for closing"), ("订单关闭原因",)),
)
LINE_FIELDS = (
    Field("oid", _("Line number"), ("子订单编号",), kind=Kind.ID, may_be_empty=True),
    Field("tid", _("Order number"), ("主订单编号", "订单编号"), required=True, kind=Kind.ID),
    Field("title", _("Title"), ("标题", "商品标题", "宝贝标题"), required=True),
    Field("price", _("Price"), ("价格", "商品价格"), required=True, kind=Kind.MONEY),
    Field("quantity", _("Quantity"), ("购买数量",), required=True, kind=Kind.WHOLE),
    Field("outer_code", _("Outside code"), ("外部系统编号",)),
    Field("spec", _("Specification"), ("商品属性",)),
    Field("bundle", _("Bundle"), ("套餐信息",)),
    Field("status", _("Line state"), ("订单状态",)),
    Field("merchant_code", _("Merchant code"), ("商家编码",)),
    Field("paid", _("Paid"), ("买家实际支付金额", "买家实付金额"), kind=Kind.MONEY),
    Field("refund", _("Refund state"), ("退款状态",)),
    Field("shipped_at", _("Shipped at"), ("发货时间",), kind=Kind.TIME),
)
ORDERS = Sheet("orders", _("Order list"), ORDER_FIELDS)
LINES = Sheet("lines", _("Order details"), LINE_FIELDS, optional=True)

# Headings under which what we read is kept in the order as received.
ORDER_HEADINGS = {field.name: field.aliases[0] for field in ORDER_FIELDS}
LINE_HEADINGS = {field.name: field.aliases[0] for field in LINE_FIELDS}

# Columns that say who the buyer is, named by a part of their name: they are stored sealed.
_PRIVATE = re.compile(
    "会员|昵称|支付宝|收货人|收货地址|电话|手机|联系方式|发票抬头|身份证|oaid", re.IGNORECASE
)
_NOT_PRIVATE = frozenset({"是否手机订单"})


@lru_cache(maxsize=2048)
def is_private(heading: str) -> bool:
    """Whether a column says who the buyer is, going by its heading."""
    return heading not in _NOT_PRIVATE and _PRIVATE.search(heading) is not None

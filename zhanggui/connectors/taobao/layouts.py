"""The layouts that the seller centre's two order files have had, by the year they were seen in.

Headings as the platform writes them, with the spaces it leaves behind some. Pure Python.
"""

from dataclasses import dataclass

_ORDERS_2012 = (
    "订单编号", "买家会员名", "买家支付宝账号", "买家应付货款", "买家应付邮费", "买家支付积分", "总金额",
    "返点积分", "买家实际支付金额", "买家实际支付积分", "订单状态", "买家留言", "收货人姓名", "收货地址 ",
    "运送方式", "联系电话 ", "联系手机", "订单创建时间", "订单付款时间 ", "宝贝标题 ", "宝贝种类 ",
    "物流单号 ", "物流公司", "订单备注", "宝贝总数量", "店铺Id", "店铺名称", "订单关闭原因",
)  # fmt: skip
_ORDERS_2016 = (
    *_ORDERS_2012, "卖家服务费", "买家服务费", "发票抬头", "是否手机订单", "分阶段订单信息",
    "特权订金订单id", "定金排名", "修改后的sku", "修改后的收货地址", "异常信息", "天猫卡券抵扣",
    "集分宝抵扣", "是否是O2O交易",
)  # fmt: skip
_ORDERS_2018 = (
    *_ORDERS_2016[:3], "支付单号", "支付详情", *_ORDERS_2016[3:], "是否上传合同照片", "是否上传小票",
    "是否代付", "新零售交易类型", "新零售导购门店名称", "新零售导购门店id", "新零售发货门店名称",
    "新零售发货门店id", "退款金额", "预约门店", "确认收货时间", "打款商家金额",
    "含应开票给个人的个人红包",
)  # fmt: skip
_ORDERS_2019 = (
    *_ORDERS_2018, "是否信用购", "体验期结束时间", "前N有礼", "配送类型", "主订单编号",
)  # fmt: skip
_MOBILE = _ORDERS_2019.index("联系手机") + 1
_ORDERS_2020 = (
    *_ORDERS_2019[:_MOBILE], "虚拟号过期时间", *_ORDERS_2019[_MOBILE:], "满返红包金额",
    "是否村淘订单", "直播返现状态", "返现金额", "买家会员昵称", "延迟发货自动赔付金额", "预售订单",
    "发货时间", "商家备忘",
)  # fmt: skip
# The order of these columns was not seen; their names were.
_ORDERS_2024 = (
    "订单编号", "买家会员名", "支付单号", "支付详情", "买家应付货款", "买家应付邮费", "总金额", "买家实付金额",
    "订单状态", "买家留言", "收货人姓名", "收货地址", "联系电话", "联系手机", "订单创建时间",
    "订单付款时间", "商品标题", "宝贝种类", "宝贝总数量", "店铺Id", "店铺名称", "订单关闭原因",
    "退款金额", "是否主动赔付", "主动赔付金额", "主动赔付出账时间", "商品属性SKU", "C2B小额收款",
    "确认收货时间", "确认收货打款金额", "含应开票给个人红包", "总金额(旧版)", "商家备注", "发货时间",
    "物流单号", "物流公司",
)  # fmt: skip
# Buyer and receiver may be absent.
_ORDERS_2026 = tuple(
    name
    for name in _ORDERS_2024
    if name not in {"买家会员名", "收货人姓名", "收货地址", "联系电话", "联系手机"}
)
_LINES_2012 = (
    "订单编号", "标题", "价格", "购买数量", "外部系统编号", "商品属性", "套餐信息", "备注", "订单状态",
    "商家编码",
)  # fmt: skip
_LINES_2021 = (
    "子订单编号", "主订单编号", "标题", "价格", "购买数量", "外部系统编号", "商品属性", "套餐信息",
    "备注", "订单状态", "商家编码", "支付单号", "买家应付货款", "买家实际支付金额", "退款状态",
    "退款金额", "订单创建时间", "订单付款时间",
)  # fmt: skip
_LINES_2025 = (
    "子订单编号", "主订单编号", "商品标题", "商品价格", "购买数量", "外部系统编号", "商品属性",
    "套餐信息", "联系方式备注", "订单状态", "商家编码", "支付单号", "买家应付货款", "买家实付金额",
    "退款状态", "退款金额", "订单创建时间", "订单付款时间", "淘鲜达渠道", "商品ID", "分阶段信息",
    "备注标签", "商家备注", "主订单买家留言", "是否主动赔付", "主动赔付金额", "主动赔付出账时间",
)  # fmt: skip
_LINES_2026 = (
    *_LINES_2025, "发货时间", "物流单号", "物流公司", "应发货时间", "飞猪购订单信息", "免单资格",
    "免单金额", "百亿补贴超链订单信息", "超链半托管订单信息",
)  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """One year's pair of files: headings of the order list and of the details, and the format."""

    code: str
    orders: tuple[str, ...]
    lines: tuple[str, ...]
    suffix: str = "csv"

    @property
    def names_buyer(self) -> bool:
        """Whether the order list says who buys, and who receives."""
        return "买家会员名" in self.orders

    @property
    def numbers_lines(self) -> bool:
        """Whether the detail file has a number for each line."""
        return "子订单编号" in self.lines


LAYOUTS = {
    layout.code: layout
    for layout in (
        Layout("2012", _ORDERS_2012, _LINES_2012),
        Layout("2016", _ORDERS_2016, _LINES_2012),
        Layout("2018", _ORDERS_2018, _LINES_2012),
        Layout("2019", _ORDERS_2019, _LINES_2012),
        Layout("2020", _ORDERS_2020, _LINES_2012),
        Layout("2021", _ORDERS_2020, _LINES_2021),
        Layout("2024", _ORDERS_2024, _LINES_2021, "xlsx"),
        Layout("2025", _ORDERS_2024, _LINES_2025, "xlsx"),
        Layout("2026", _ORDERS_2026, _LINES_2026, "xlsx"),
    )
}
NEWEST_CSV, NEWEST = "2021", "2026"

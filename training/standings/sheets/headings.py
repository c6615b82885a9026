"""Headings under which live platforms export the numbers of a broadcast."""

ROOM = ("直播间名称", "直播间名", "直播账号", "账号名称", "达人昵称")
BEGAN = ("直播开始时间", "开始时间", "直播时间", "开播时刻")
ENDED = ("直播结束时间", "结束时间", "下播时刻", "关播时间")
COUNTS = (
    (
        "viewers",
        "观看人数",
        "Viewers",
        ("观看人数UV", "UV", "场观人数", "累计观看人数"),
    ),
    ("views", "观看次数", "Views", ("观看次数PV", "PV", "场观人次", "累计观看次数")),
    ("average_online", "平均在线人数", "Average online", ("ACU", "平均在线")),
    ("peak_online", "最高在线人数", "Peak online", ("PCU", "最高在线", "峰值在线人数")),
    ("interacting_viewers", "互动人数", "Interacting viewers", ("互动UV",)),
    (
        "new_followers",
        "新增粉丝数",
        "New followers",
        ("新增粉丝", "转粉人数", "涨粉数"),
    ),
    (
        *("product_clickers", "商品点击人数", "Product clickers"),
        ("商品点击UV", "引导点击人数"),
    ),
    ("cart_viewers", "加购人数", "Cart viewers", ("加购UV",)),
    ("buyers", "成交人数", "Buyers", ("支付人数", "支付买家数", "成交买家数")),
    ("orders", "成交订单数", "Orders", ("成交笔数", "支付订单数", "支付笔数")),
    ("refunded_orders", "退款订单数", "Refunded orders", ("退款笔数",)),
    ("paid_viewers", "付费流量人数", "Paid viewers", ("投流观看人数", "付费观看人数")),
    ("warm_up_minutes", "暖场分钟", "Warm-up minutes", ()),
)
AS_OF = ("统计时间", "更新时间", "截至时间")
WATCH = ("人均观看时长秒", "平均观看时长", "平均停留时长", "人均停留时长")
GMV = ("支付金额", "直播成交金额", "GMV", "成交额")
REFUND = ("成交退款金额", "退款额")
YES_NO = {"yes": ("是", "终版", "yes", "final"), "no": ("否", "暂定", "暂估", "no")}

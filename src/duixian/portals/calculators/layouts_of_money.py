"""Calculators of fees, terms, prices and rates."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from duixian.portals.calculators.layouts import Calculator, Part

RATE_TIERS = {
    "6M": _("六个月以内"),
    "1Y": _("一年以内"),
    "3Y": _("一至三年"),
    "5Y": _("三至五年"),
    "5Y+": _("五年以上"),
}

FEE = Calculator(
    "fee",
    "fee",
    _("费用"),
    _("执行申请费、保全申请费"),
    _("按标的额分段收取。执行申请费由被执行人负担，不用申请人先交。"),
    (Part(_("收费的依据"), ("kind", "amount", "already_executed", "on")),),
    labels={
        "kind": _("哪一种费用"),
        "amount": _("金额"),
        "already_executed": _("以前已经执行到的金额"),
        "on": _("哪一天"),
    },
    helps={
        "amount": _("没有金额的案件不填"),
        "already_executed": _("分几次执行到位时填，只算这一次该收的"),
    },
    words={"kind": {"execution": _("执行申请费"), "preservation": _("保全申请费")}},
    example=(("amount", "350000"), ("on", "2019-03-04")),
    main=("fee",),
)

DEADLINE = Calculator(
    "deadline",
    "period",
    _("期限"),
    _("期限到哪一天"),
    _("起始的那一天不算。诉讼期间的最后一天是节假日的，顺延到节假日后的第一个工作日。"),
    (Part(_("怎么算"), ("from", "length", "unit", "kind")),),
    labels={
        "from": _("从哪天起"),
        "length": _("多长"),
        "unit": _("单位"),
        "kind": _("哪一种期限"),
    },
    words={
        "unit": {
            "day": _("日"),
            "working_day": _("个工作日"),
            "month": _("个月"),
            "year": _("年"),
        },
        "kind": {"procedural": _("诉讼期间，逢节假日顺延"), "measure": _("措施期限，不顺延")},
    },
    today=("from",),
    example=(("from", "2019-01-24"), ("length", "10"), ("unit", "day")),
    main=("due",),
)

FREEZE_TERM = Calculator(
    "freeze-term",
    "freeze-term",
    _("冻结期限"),
    _("查封、扣押、冻结到哪一天"),
    _("不同财产的最长期限不同，到期前要申请续行，不然自动失效。"),
    (Part(_("措施"), ("object", "from", "days", "renewal")),),
    labels={
        "object": _("什么财产"),
        "from": _("从哪天起"),
        "days": _("裁定写的天数"),
        "renewal": _("这是续行"),
    },
    helps={"days": _("没有写天数的不填，按最长期限")},
    words={
        "object": {
            "deposit": _("银行存款"),
            "movable": _("动产"),
            "immovable": _("不动产"),
            "other_right": _("其他财产权"),
        }
    },
    today=("from",),
    example=(("object", "immovable"), ("from", "2017-05-17")),
    main=("ends_on",),
)

RESERVE_PRICE = Calculator(
    "reserve-price",
    "reserve-price",
    _("起拍价"),
    _("起拍价和保证金"),
    _("各轮拍卖、变卖最低从多少钱起，保证金在什么范围，公告多少天。"),
    (Part(_("拍卖"), ("procedure", "round", "appraised", "previous_start", "on")),),
    labels={
        "procedure": _("怎样拍卖"),
        "round": _("第几次"),
        "appraised": _("评估价或参考价"),
        "previous_start": _("上一次的起拍价"),
        "on": _("发布公告那天"),
    },
    helps={"previous_start": _("第一次拍卖不填")},
    words={
        "procedure": {"online": _("网络拍卖"), "traditional": _("传统拍卖")},
        "round": {
            "1": _("第一次拍卖"),
            "2": _("第二次拍卖"),
            "3": _("第三次拍卖"),
            "sale": _("变卖"),
        },
    },
    example=(
        ("procedure", "online"),
        ("round", "2"),
        ("appraised", "1200000"),
        ("previous_start", "840000"),
        ("on", "2018-05-17"),
    ),
    main=("lowest_start",),
)

RESALE = Calculator(
    "resale-shortfall",
    "resale-shortfall",
    _("悔拍差价"),
    _("悔拍的差价"),
    _("买受人不付余款，重新拍卖卖得更少，差价和费用从保证金里出。"),
    (
        Part(
            _("两次拍卖"),
            ("procedure", "old_price", "resale_price", "costs", "commission", "deposit", "on"),
        ),
        Part(
            _("条文没有说清的，按哪种算"),
            ("online_top_up", "gain_covers_costs"),
            _("不填按默认；结果会写明另一种算法得多少。"),
            folded=True,
        ),
    ),
    labels={
        "procedure": _("怎样拍卖"),
        "old_price": _("原来的成交价"),
        "resale_price": _("重新拍卖的成交价"),
        "costs": _("重新拍卖多花的费用"),
        "commission": _("原来拍卖的佣金"),
        "online_top_up": _("网络拍卖的保证金不够，要补交"),
        "gain_covers_costs": _("重新拍卖多卖的钱抵费用"),
        "deposit": _("交过的保证金"),
        "on": _("哪一天"),
    },
    words={"procedure": {"online": _("网络拍卖"), "traditional": _("传统拍卖")}},
    example=(
        ("procedure", "online"),
        ("old_price", "1000000"),
        ("resale_price", "850000"),
        ("costs", "5000"),
        ("deposit", "100000"),
        ("on", "2018-05-17"),
    ),
    main=("top_up",),
)

RATE = Calculator(
    "rate",
    "rate",
    _("利率"),
    _("某一天的利率"),
    _("贷款市场报价利率（LPR）和中国人民银行贷款基准利率。没有核实过的日子不推算。"),
    (Part(_("查什么"), ("series", "tenor", "tier", "on")),),
    labels={
        "series": _("哪一种利率"),
        "tenor": _("LPR 的期限"),
        "tier": _("基准利率的档次"),
        "on": _("哪一天"),
    },
    words={
        "series": {"LPR": _("贷款市场报价利率（LPR）"), "benchmark": _("贷款基准利率")},
        "tenor": {"1Y": _("一年期"), "5Y": _("五年期以上")},
        "tier": RATE_TIERS,
    },
    example=(("series", "benchmark"), ("tier", "1Y"), ("on", "2015-11-01")),
    main=("rate",),
)

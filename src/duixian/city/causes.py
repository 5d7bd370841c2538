"""What people of the city sue each other for: causes, how often, how much, and between whom.

Shares and amounts are invented so that the mix resembles a mid-sized city's: many small claims of
private lending, sale and wages, few very large ones.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause (案由) and its typical claim.

    `creditor` and `debtor` name pools of `files.Pools`; `besides` is who answers beside the first
    debtor, with `besides_share` how often; `item` the words of the operative item; `median_yuan`
    and `spread` the amount; `rates` yearly interest in millionths the judgment may award.
    `in_series` names the side that is the same in a series of such cases.
    """

    name: str
    share: float
    creditor: tuple[str, ...]
    debtor: tuple[str, ...]
    item: str
    median_yuan: float
    spread: float
    rates: tuple[int, ...] = ()
    besides: str = ""
    besides_share: float = 0.0
    livelihood: bool = False
    composition: str = "money"
    in_series: str = ""
    title_kinds: tuple[tuple[str, float], ...] = (("民事判决书", 72.0), ("民事调解书", 28.0))


_COURT_OR_NOTARY = (("民事判决书", 70.0), ("民事调解书", 25.0), ("公证债权文书", 5.0))
_LABOUR = (("民事判决书", 35.0), ("民事调解书", 15.0), ("仲裁裁决书", 50.0))

CAUSES: tuple[Cause, ...] = (
    Cause("民间借贷纠纷", 27, ("person", "person", "person", "lender"), ("person",),
          "偿还借款本金", 80_000, 1.2, (0, 60_000, 120_000), "spouse_or_guarantor", 0.6),
    Cause("买卖合同纠纷", 15, ("trader",), ("trader", "trader", "trader", "person"),
          "支付货款", 95_000, 1.3, (0, 43_500, 60_000), "representative", 0.2),
    Cause("金融借款合同纠纷", 11, ("bank",), ("trader", "person"),
          "偿还借款本金", 300_000, 1.2, (65_000, 80_000, 95_000), "guarantor", 0.7,
          composition="secured", title_kinds=_COURT_OR_NOTARY),
    Cause("信用卡纠纷", 5, ("bank",), ("person",), "偿还信用卡透支本金", 28_000, 0.7, (120_000,)),
    Cause("追索劳动报酬纠纷", 8, ("person",), ("employer",), "支付劳动报酬", 16_000, 0.8,
          besides="contractor", besides_share=0.25, livelihood=True, in_series="debtor",
          title_kinds=_LABOUR),
    Cause("劳动争议", 3, ("person",), ("employer",), "支付经济补偿金", 24_000, 0.7,
          livelihood=True, title_kinds=_LABOUR),
    Cause("机动车交通事故责任纠纷", 8, ("person",), ("person",), "赔偿各项损失", 46_000, 0.9,
          besides="insurer", besides_share=0.85, livelihood=True, composition="accident"),
    Cause("物业服务合同纠纷", 6, ("property_manager",), ("person",), "支付物业服务费", 3_600, 0.6,
          in_series="creditor"),
    Cause("离婚纠纷", 2, ("person",), ("person",), "支付财产折价款", 55_000, 0.9),
    Cause("抚养费纠纷", 3, ("person",), ("person",), "支付抚养费", 9_000, 0.5,
          livelihood=True, composition="instalments"),
    Cause("赡养费纠纷", 0.8, ("elder",), ("person",), "支付赡养费", 5_000, 0.4, livelihood=True,
          composition="instalments"),
    Cause("建设工程施工合同纠纷", 3.2, ("builder",), ("developer", "developer", "public", "trader"),
          "支付工程款", 480_000, 1.2, (43_500, 60_000)),
    Cause("租赁合同纠纷", 2.5, ("person", "trader"), ("person", "trader"), "支付租金", 32_000, 0.8,
          composition="money_and_vacating"),
    Cause("商品房预售合同纠纷", 2.5, ("person",), ("developer",), "支付逾期交房违约金",
          14_000, 0.4, in_series="debtor"),
    Cause("承揽合同纠纷", 1.5, ("trader",), ("trader", "public"), "支付承揽报酬", 60_000, 0.9,
          (0, 43_500)),
    Cause("排除妨害纠纷", 0.8, ("person",), ("person",), "拆除搭建的棚屋并恢复原状", 0, 0,
          composition="act"),
    Cause("返还原物纠纷", 0.7, ("person", "trader"), ("person", "trader"), "返还车辆", 0, 0,
          composition="thing"),
)  # fmt: skip

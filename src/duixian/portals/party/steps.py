"""What the law makes a debtor declare, in plain words, step by step (报告范围).

The order and the sorts are those of the form that comes with the order to declare.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
CHANGES = "changes"


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of thing: the kind the register keeps it as, and its name on the paper form."""

    kind: str
    title: Words
    name: str  # in Chinese whatever the reader's language: it goes into the file


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the form: what belongs here, and how its fields are called."""

    key: str
    title: Words
    plain: Words
    sorts: Mapping[str, Sort]
    description: Words
    number: Words = ""
    place: Words = ""
    amount: Words = field(default=_("大约值多少"))

    @property
    def is_changes(self) -> bool:
        return self.key == CHANGES


STEPS: tuple[Step, ...] = (
    Step(
        "money",
        _("收入和存款"),
        _("工资、劳务等收入，银行存款，微信、支付宝等账户里的钱，现金，理财产品。"),
        {
            "wages": Sort("other", _("工资、劳务等收入（每月）"), "工资、劳务等收入（月均）"),
            "account": Sort("deposit", _("银行存款"), "银行存款"),
            "wallet": Sort("deposit", _("支付账户余额"), "支付账户余额"),
            "cash": Sort("other", _("现金"), "现金"),
            "fund": Sort("security", _("理财产品"), "理财产品"),
        },
        _("说明"),
        _("账号"),
        _("开户行、平台或单位"),
        _("金额"),
    ),
    Step(
        "estate",
        _("房屋和土地"),
        _("您名下的、与人共有的、已买但没过户的，都要写；出租、抵押的也要写。"),
        {
            "house": Sort("real_estate", _("房屋"), "房屋"),
            "land": Sort("real_estate", _("土地使用权"), "土地使用权"),
        },
        _("面积、是否共有、出租或抵押"),
        _("权证号或不动产单元号"),
        _("坐落"),
    ),
    Step(
        "things",
        _("车辆、设备和货物"),
        _("车、船、机器设备、产品、原材料和贵重物品；放在别人那里的也要写。"),
        {
            "vehicle": Sort("vehicle", _("车辆"), "车辆"),
            "ship": Sort("other", _("船舶"), "船舶"),
            "machine": Sort("other", _("机器设备"), "机器设备"),
            "goods": Sort("other", _("产品、原材料"), "产品、原材料"),
            "valuable": Sort("other", _("贵重物品"), "贵重物品"),
        },
        _("品牌、数量"),
        _("号牌或编号"),
        _("存放处"),
    ),
    Step(
        "rights",
        _("股权、证券和别人欠您的钱"),
        _("股权、投资、股票、债券、基金、信托、保险、知识产权，以及别人欠您的钱。"),
        {
            "equity": Sort("equity", _("股权、投资权益"), "股权、投资权益"),
            "security": Sort("security", _("股票、债券、基金"), "有价证券、基金份额"),
            "debt": Sort("other", _("别人欠您的钱"), "债权"),
            "trust": Sort("other", _("信托受益权"), "信托受益权"),
            "insurance": Sort("other", _("保险"), "保险"),
            "intellectual": Sort("other", _("知识产权"), "知识产权"),
        },
        _("企业、债务人或产品，比例或数量"),
        _("登记号、代码或保单号"),
        _("登记或托管的地方"),
    ),
    Step(
        "other",
        _("其他财产"),
        _("租进租出的、与人共有的、有担保或争议的、由别人占有或登记在别人名下的。"),
        {
            "lease": Sort("other", _("租出、租入的财产"), "租出、租入的财产"),
            "burdened": Sort(
                "other", _("有担保或者权属争议的财产"), "有担保物权或者权属争议的财产"
            ),
            "shared": Sort("other", _("与他人共有的财产"), "与他人共有的财产"),
            "elsewhere": Sort(
                "other", _("由别人占有或登记在别人名下"), "第三人占有或者登记在他人名下的财产"
            ),
            "rest": Sort("other", _("其他"), "其他财产"),
        },
        _("是什么"),
        _("编号"),
        _("在哪里"),
    ),
    Step(
        CHANGES,
        _("财产变动"),
        _("转让、出租、抵押，放弃别人欠您的钱或者延期，以及花掉的大笔钱。"),
        {
            "moved": Sort("", _("转让、出租财产"), "转让、出租财产"),
            "burden": Sort("", _("抵押等设定负担"), "设定权利负担"),
            "waived": Sort("", _("放弃债权、延长清偿期"), "放弃债权、延长债权清偿期"),
            "spent": Sort("", _("支出大额资金"), "支出大额资金"),
        },
        _("是什么、给了谁"),
    ),
)
BY_KEY = {step.key: step for step in STEPS}


def after(key: str) -> str:
    """The step that follows; "review" after the last one."""
    place = STEPS.index(BY_KEY[key])
    return STEPS[place + 1].key if place + 1 < len(STEPS) else "review"


def before(key: str) -> str:
    """The step before; "" before the first one."""
    place = len(STEPS) if key == "review" else STEPS.index(BY_KEY[key])
    return STEPS[place - 1].key if place else ""

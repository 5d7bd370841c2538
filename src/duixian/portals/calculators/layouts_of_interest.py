"""The calculator of interest for delayed performance (迟延履行利息)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from duixian.portals.calculators.layouts import Calculator, Part
from duixian.portals.calculators.layouts_of_money import RATE_TIERS

_TENORS = {"1Y": _("一年期"), "5Y": _("五年期以上")}
_POTS = {
    "costs": _("费用"),
    "ordinary": _("一般债务利息"),
    "principal": _("本金"),
    "old": _("旧规定利息"),
    "doubled": _("加倍部分"),
}
_GROUNDS = {
    "review": _("因审查判决而中止、暂缓（不是被执行人申请的）"),
    "retrial": _("再审中止执行"),
    "bankruptcy": _("破产申请已受理"),
    "debtor_request": _("被执行人申请的中止、暂缓（照算）"),
    "settlement": _("执行和解（照算）"),
    "no_property": _("没有可供执行的财产（照算）"),
    "termination": _("终结本次执行程序（照算）"),
    "appraisal": _("评估、拍卖（照算）"),
    "other": _("其他（照算）"),
}
_ORDINARY = {
    "principal": _("计息本金"),
    "from": _("从哪天起计息"),
    "annual_rate": _("写法一：固定年利率（%）"),
    "lpr.tenor": _("写法二：LPR"),
    "lpr.multiple": _("LPR 的几倍"),
    "benchmark.tier": _("写法三：贷款基准利率"),
    "benchmark.multiple": _("基准利率的几倍"),
    "day_base": _("一年算几天"),
    "until": _("计息到哪天"),
    "private_loan.made_on": _("民间借贷：合同成立日"),
    "private_loan.sued_on": _("民间借贷：起诉日"),
}


def _ordinary(before: str) -> dict[str, object]:
    return {f"{before}.{name}": words for name, words in _ORDINARY.items()}


INTEREST = Calculator(
    "interest",
    "delay-interest",
    _("利息"),
    _("迟延履行利息"),
    _("判决到期没有还钱，要加倍付利息。填判决写的金额和日期，得出每一段怎么算、现在还欠多少。"),
    (
        Part(_("判决写的债务"), ("base", "performance_due", "until", "costs")),
        Part(_("已经付过的钱"), ("payments",)),
        Part(
            _("判决写明的利息（一般债务利息）"),
            ("ordinary",),
            _("判决没有写利息的不填。利率三种写法填一种；先按基准利率、后按 LPR 的，填两种。"),
            folded=True,
        ),
        Part(_("还有罚息、复利、违约金"), ("further_ordinary",), folded=True),
        Part(
            _("判决分几项、分几期"),
            ("lines",),
            _("每一期各有到期日的，在这里添加；第一项填在上面。"),
            folded=True,
        ),
        Part(
            _("不计算的期间"),
            ("pauses",),
            _("不是被执行人申请的中止、暂缓等期间，不计算加倍部分。"),
            folded=True,
        ),
        Part(_("外币"), ("currency", "conversion"), folded=True),
        Part(
            _("条文没有说清的，按哪种算"),
            ("old_rule", "choices", "reversal"),
            _("不填按默认；结果会写明另一种算法得多少。"),
            folded=True,
        ),
    ),
    labels={
        "base": _("本金等金钱债务"),
        "performance_due": _("判决要求哪天以前付清"),
        "until": _("算到哪天"),
        "costs": _("诉讼费、保全费"),
        "payments": _("付款"),
        "payments.*.how": _("怎样付的"),
        "payments.*.effective_on": _("裁定生效、变价完成那天"),
        "further_ordinary": _("罚息、复利、违约金"),
        "lines": _("判项或一期"),
        "lines.*.performance_due": _("哪天以前付清"),
        "lines.*.kind": _("哪一种"),
        "lines.*.in_base": _("算不算进加倍部分"),
        "pauses": _("期间"),
        "conversion.middle_rate": _("人民币汇率中间价"),
        "conversion.on": _("哪天的中间价"),
        "conversion.per": _("多少外币的价"),
        "old_rule.tier": _("2014 年 8 月以前用哪一档利率"),
        "old_rule.day_base": _("2014 年 8 月以前一年算几天"),
        "choices.day_count": _("到期那天和付款那天"),
        "choices.set_off": _("2014 年 8 月以前付的钱"),
        "choices.part_payment": _("还一部分，先减哪部分本金"),
        "choices.old_pauses": _("2014 年 8 月以前的中止期间"),
        "choices.agreed_order": _("双方约定的抵充顺序"),
        "reversal": _("这是执行回转"),
        "answer.outstanding_total": _("现在还欠"),
        "answer.paid": _("已经付的"),
        **_ordinary("ordinary"),
        **_ordinary("further_ordinary.*"),
    },
    helps={
        "base": _("不含判决写明的利息"),
        "ordinary.until": _("不填，算到同一天"),
        "currency": _("人民币写 CNY"),
        "pauses.*.to": _("还没有结束的不填"),
    },
    words={
        "old_rule.tier": {"by-length": _("按迟延多久分档"), **RATE_TIERS},
        "old_rule.rates": {
            "following": _("随利率调整变化"),
            "as-at-start": _("按起算那天的利率"),
        },
        "old_rule.before_2009": {
            "highest": _("银行同期贷款最高利率"),
            "as-reply": _("与 2009 年以后一样"),
        },
        "old_rule.award_rate": {
            "reply": _("按批复加倍"),
            "award-once-more": _("判决的利率再算一次"),
            "benchmark-once": _("另加一倍基准利率"),
        },
        "choices.day_count": {
            "expiry-excluded": _("到期那天不算，付款那天算"),
            "both-ends": _("两天都算"),
            "neither-end": _("两天都不算"),
        },
        "choices.set_off": {
            "debt-first": _("先还债务后还利息"),
            "side-by-side": _("本息并还"),
        },
        "choices.part_payment": {
            "bearing-first": _("先减计利息的"),
            "bearing-last": _("先减不计利息的"),
        },
        "choices.old_pauses": {"running": _("照算"), "stopped": _("不算")},
        "choices.agreed_order": _POTS,
        "conversion.how": {
            "published": _("公布的中间价"),
            "bank": _("银行的牌价"),
            "cross_usd": _("经美元套算"),
        },
        "ordinary.benchmark.tier": RATE_TIERS,
        "ordinary.lpr.tenor": _TENORS,
        "further_ordinary.*.benchmark.tier": RATE_TIERS,
        "further_ordinary.*.lpr.tenor": _TENORS,
        "payments.*.how": {
            "paid": _("自己付的"),
            "transferred": _("划拨、提取"),
            "auction": _("拍卖"),
            "sale": _("变卖"),
            "debt_for_asset": _("以物抵债"),
            "other": _("其他"),
        },
        "pauses.*.ground": _GROUNDS,
        "rule": {"old": _("旧规定"), "doubled": _("加倍部分"), "ordinary": _("一般债务利息")},
    },
    today=("until",),
    example=(
        ("base", "100000"),
        ("performance_due", "2013-05-01"),
        ("until", "2016-06-01"),
        ("payments.0.on", "2015-01-05"),
        ("payments.0.amount", "20000"),
    ),
    main=("outstanding_total",),
    wanted=("base", "performance_due"),
    hidden=("explain", "lines.*.ordinary"),
    faults={
        "delay_interest.one_rate_wanted": _(
            "利率没有填，或者填多了。三种写法填一种；先按基准利率、后按 LPR 的填两种"
        ),
    },
    fault_at={
        "ordinary": "ordinary.annual_rate",
        "further_ordinary": "further_ordinary.0.annual_rate",
    },
)

"""Indicators of enforcement by their formulas, against the targets of the day (质效指标).

The three core targets and the rate of three years come from the third-party evaluation; the
formulas of the courts themselves were never published in full, so most definitions are to be
confirmed and say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.law.texts import citations, parameter, provisions
from duixian.law.versions import rule

Shape = Literal["share", "average", "ratio"]

_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: what is divided by what, its target's parameter, and whether it is official.

    shape: share is a percentage of a whole, average a quotient of two quantities (days a case),
    ratio a percentage that may pass a hundred.
    """

    key: str
    title: str
    title_en: str
    numerator: str
    denominator: str
    shape: Shape = "share"
    target: str = ""
    provision: str = ""
    confirmed: bool = False


_ROWS = (
    Indicator(
        "fully_executed",
        "执行完毕率",
        "Fully executed",
        "以执行完毕方式结案的首次执行案件",
        "结案的首次执行案件",
    ),
    Indicator(
        "terminated",
        "终本率",
        "Terminated for the time being",
        "以终本方式结案的首次执行案件",
        "结案的首次执行案件",
    ),
    Indicator(
        "qualified_terminations",
        "终本合格率",
        "Terminations by the standard",
        "检查合格的终本案件",
        "检查的终本案件",
        target="target-qualified-terminations",
    ),
    Indicator(
        "property_closed_in_term",
        "有财产可供执行案件法定期限内实际执结率",
        "Property cases closed in the legal term",
        "法定期限内以终本以外方式结案的案件",
        "以终本以外方式结案的案件＋有财产而超期未结的案件",
        target="target-property-closed-in-term",
    ),
    Indicator(
        "petitions_closed",
        "执行信访办结率",
        "Petitions closed",
        "办结的执行信访",
        "登记的执行信访",
        target="target-petitions-closed",
    ),
    Indicator(
        "three_year_closing",
        "近三年整体执结率",
        "Closing over three years",
        "近三年结案的案件",
        "近三年受理的案件",
        target="target-three-year-closing",
    ),
    Indicator(
        "courts_passing",
        "达标法院比例",
        "Courts that pass",
        "核心指标达标的法院",
        "全部法院",
        target="target-courts-passing",
    ),
    Indicator(
        "amount_reached",
        "执行标的到位率",
        "Amount realised",
        "实际执行到位的金额",
        "结案案件申请执行的金额",
        shape="ratio",
        provision="indicator-amount-reached",
        confirmed=True,
    ),
    Indicator(
        "actually_enforced",
        "实际执行率",
        "Actually enforced",
        "强制执行、自动履行、和解执行的案件",
        "结案的执行案件",
        provision="indicator-actual-enforcement",
        confirmed=True,
    ),
    Indicator(
        "closed_in_term",
        "法定期限内结案率",
        "Closed in the legal term",
        "法定期限内结案的案件",
        "结案的案件",
    ),
    Indicator(
        "closing_progress",
        "结案进度",
        "Closing progress",
        "结案的案件（不含恢复执行、保全）",
        "旧存案件＋新收案件（不含恢复执行、保全）",
    ),
    Indicator(
        "petitions_per_case",
        "案访比",
        "Petitions per case",
        "执行信访",
        "执行案件",
        shape="ratio",
    ),
    Indicator(
        "average_days",
        "结案平均用时",
        "Average days to close",
        "各案结案日期与立案日期之差减去不计入的天数，合计",
        "结案的案件",
        shape="average",
    ),
    Indicator(
        "closed_per_judge",
        "人均结案数",
        "Closed per judge",
        "结案的案件（不含恢复执行、保全）",
        "员额法官",
        shape="average",
        confirmed=True,
    ),
    Indicator(
        "staffing",
        "执行人员占编制比例",
        "Share of enforcement staff",
        "执行人员",
        "全体干警现有编制总数",
        target="target-staffing-share",
    ),
    Indicator(
        "network_query_launch",
        "网络查询发起率",
        "Network queries launched",
        "按时发起网络查询的实施案件",
        "实施案件（首次执行＋恢复执行）",
        target="target-network-query-launch",
    ),
    Indicator(
        "preserved_cases",
        "一审民事案件保全比例",
        "First-instance cases with preservation",
        "采取保全的一审民事案件",
        "一审民事案件",
        target="target-preservation-share",
    ),
)
INDICATORS: Mapping[str, Indicator] = {each.key: each for each in _ROWS}


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator's value: percent (or days, or a number, for averages), and its target.

    met and short_by are None without a target; short_by is how many more of the numerator would
    reach it, the denominator unchanged.
    """

    indicator: Indicator
    value: Decimal
    target: Decimal | None
    met: bool | None
    short_by: int | None


def _check(row: Indicator, numerator: int, denominator: int) -> None:
    faults = (
        (numerator < 0, "numerator", "分子不能是负数。"),
        (denominator <= 0, "denominator", "分母应当大于零。"),
        (
            row.shape == "share" and numerator > denominator,
            "numerator",
            f"{row.title}是部分占全体的比例，分子不能大于分母。",
        ),
    )
    for wrong, field, message in faults:
        if wrong:
            raise Refusal(
                code="indicator.bad_count", message=message, cure="请核对数字。", field=field
            )


@rule
def indicator_reading(
    *, indicator: str, numerator: int, denominator: int, on: date
) -> Finding[Reading]:
    """The value of an indicator to two places, and whether it reaches the target of the day.

    A target is compared with the exact quotient, never with the rounded one. Amounts of money are
    asked in fen, times in days. Refuses with `indicator.unknown` or `indicator.bad_count`.
    """
    row = INDICATORS.get(indicator)
    if row is None:
        raise Refusal(
            code="indicator.unknown",
            message=f"没有登记过指标“{indicator}”。",
            cure="可选：" + "、".join(INDICATORS) + "。",
            field="indicator",
        )
    _check(row, numerator, denominator)
    factor = 1 if row.shape == "average" else 100
    exact = Decimal(numerator) * factor / Decimal(denominator)
    value = exact.quantize(_HUNDREDTH, rounding=ROUND_HALF_UP)
    times = "" if factor == 1 else "×100%"
    keys = [row.provision] if row.provision and provisions()[row.provision].on(on) else []
    steps = [
        Step(
            row.title,
            f"{row.numerator}÷{row.denominator}{times}",
            {"分子": str(numerator), "分母": str(denominator)},
            str(value),
            tuple(keys),
        )
    ]
    target = met = short = None
    if row.target:
        found = parameter(row.target, on=on)
        keys += [each.key for each in found.provisions]
        target = found.number
        needed = -(-int(target) * denominator // 100)
        met, short = numerator >= needed, max(0, needed - numerator)
        steps.append(
            Step(
                "目标",
                "" if met else f"分母不变时还差{short}",
                {"目标": f"{target}%"},
                "达到" if met else "没有达到",
                tuple(each.key for each in found.provisions),
            )
        )
    questions = (
        () if row.confirmed else ("官方没有公布完整的统计口径；此处的分子、分母待法院确认。",)
    )
    return Finding(
        Reading(row, value, target, met, short), tuple(steps), citations(*keys, on=on), questions
    )

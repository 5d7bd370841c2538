"""A sale that would leave nothing for the one who asked for it (无益拍卖)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.money import Fen, yuan
from duixian.kernel.periods import Kind, Period, Unit, due_on
from duixian.law.texts import citations, parameter
from duixian.law.versions import rule


@dataclass(frozen=True, slots=True)
class UselessSale:
    """Whether the sale is useless, what its reserve must reach (fen), and the creditor's last day.

    answer_by: None until he was told. bears_costs: whether he bears the costs if it fails.
    """

    useless: bool
    may_go_on: bool
    lowest_reserve: Fen | None
    answer_by: date | None
    bears_costs: bool


@rule
def useless_sale(
    *,
    reserve: Fen,
    prior_claims: Fen,
    costs: Fen,
    on: date,
    told_on: date | None = None,
    asked_to_go_on: date | None = None,
) -> Finding[UselessSale]:
    """Whether anything is left after prior claims and enforcement costs at this reserve.

    prior_claims: what ranks before the creditor's claim (fen); told_on: he was told;
    asked_to_go_on: he asked for the sale nevertheless. Refuses with `useless_sale.*`.
    """
    for name, amount in (("reserve", reserve), ("prior_claims", prior_claims), ("costs", costs)):
        if amount < 0:
            raise Refusal("useless_sale.negative_amount", "金额不能是负数。", "请核对金额。", name)
    if asked_to_go_on is not None and (told_on is None or asked_to_go_on < told_on):
        raise Refusal(
            "useless_sale.not_told",
            "申请继续的日期早于告知。",
            "请核对告知日期。",
            "asked_to_go_on",
        )
    rule_in_force = citations("useless-sale", on=on)
    before = prior_claims + costs
    useless = reserve <= before
    steps = [
        Step(
            "清偿优先债权和执行费用后有无剩余",
            f"{yuan(reserve)}−{yuan(prior_claims)}−{yuan(costs)}",
            {"保留价": yuan(reserve), "优先债权": yuan(prior_claims), "执行费用": yuan(costs)},
            yuan(reserve - before),
            ("useless-sale",),
        )
    ]
    answer_by = None
    if useless and told_on is not None:
        term = parameter("useless-sale-answer-term", on=told_on)
        period = Period(term.length, Unit(term.unit))
        answer_by = due_on(told_on, period, Kind.PROCEDURAL).due
        words = {"收到通知": told_on.isoformat()}
        steps.append(Step(f"{period}内可以申请继续拍卖", "", words, answer_by.isoformat()))
    asked = asked_to_go_on is not None and answer_by is not None and asked_to_go_on <= answer_by
    lowest = Fen(before + 1) if useless and asked else None
    if lowest is not None:
        words = {"优先债权和费用": yuan(before)}
        steps.append(Step("重新确定的保留价应大于两者总额", "", words, yuan(lowest)))
    value = UselessSale(useless, not useless or asked, lowest, answer_by, useless and asked)
    return Finding(value, tuple(steps), rule_in_force)

"""The facts and switches of a late debt (迟延债务的事实与选择), as a court's papers give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from duixian.kernel.findings import Refusal
from duixian.kernel.money import Fen
from duixian.law.rules.rate import Series

Pot = Literal["costs", "ordinary", "principal", "old", "doubled"]
DayCount = Literal["expiry-excluded", "both-ends", "neither-end"]

# Grounds (art. 3(3)) whose days the doubled part does not run, and those it keeps running on.
STOPPING_GROUNDS = {
    "review": "非因被执行人申请，对生效法律文书审查而中止或者暂缓执行",
    "retrial": "再审中止执行",
    "bankruptcy": "破产申请受理，停止计息",
}
# The ground on which every kind of interest stops, not the doubled part alone.
STOPPING_ALL = "bankruptcy"
RUNNING_GROUNDS = {
    "debtor_request": "被执行人申请的中止或者暂缓",
    "settlement": "执行和解",
    "no_property": "没有可供执行的财产",
    "termination": "终结本次执行程序",
    "appraisal": "评估、拍卖",
    "other": "其他",
}
# How money or a thing came in, and on which day it ends the interest (art. 3(1)(2)).
CONVERSIONS = {
    "paid": "债务人给付，计至给付之日",
    "transferred": "划拨、提取存款、收入、股息，计至划拨、提取之日",
    "auction": "拍卖，计至成交裁定生效之日",
    "sale": "变卖，计至成交裁定生效之日",
    "debt_for_asset": "以物抵债，计至抵债裁定生效之日",
    "other": "其他方式变价，计至财产变价完成之日",
}
NEED_A_RULING = ("auction", "sale", "debt_for_asset", "other")


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that reached the creditor or the court on a day (清偿、扣划).

    `how` is a key of CONVERSIONS; a thing turned into money ends the interest on `effective_on`,
    the day its ruling took effect or its conversion was completed, whatever day the money came.
    """

    on: date
    amount: Fen
    how: str = "paid"
    effective_on: date | None = None

    @property
    def ends_on(self) -> date:
        return self.effective_on or self.on


@dataclass(frozen=True, slots=True)
class DelayPause:
    """A stay of enforcement (中止、暂缓) with its ground; only some grounds stop the clock."""

    start: date
    end: date
    ground: str


@dataclass(frozen=True, slots=True)
class OrdinaryInterest:
    """Ordinary interest by the title (一般债务利息): a fixed annual rate, or a published series.

    `annual_rate` is in percent; `multiple` multiplies a published rate. `until` None means until
    actual payment; the end day itself is not counted. `day_base` None: the title names none.
    """

    principal: Fen
    start: date
    annual_rate: Decimal | None = None
    series: Series | None = None
    multiple: Decimal = Decimal(1)
    day_base: int | None = None
    until: date | None = None
    private_loan: PrivateLoan | None = None


@dataclass(frozen=True, slots=True)
class PrivateLoan:
    """A private loan (民间借贷) for the check of the cap: the days it was made and sued on."""

    made_on: date
    sued_on: date | None = None


@dataclass(frozen=True, slots=True)
class DebtLine:
    """One item of the title (判项) with its own amount and the day its period expired.

    `kind` is a row of the parameter `debt-item-kinds`; `in_base` None takes what the row says,
    True or False is the court's own reading of a disputed kind.
    """

    amount: Fen
    performance_due: date
    kind: str = "principal"
    in_base: bool | None = None
    ordinary: tuple[OrdinaryInterest, ...] = ()


@dataclass(frozen=True, slots=True)
class OldRule:
    """Switches the rules before 2014-08-01 leave open.

    tier: of the benchmark, or "by-length" of the delay; day_base: days of a year; rates: follow
    each change, or stay as on the first day; before_2009: the highest loan rate of the 1992
    opinion, or the 2009 reply carried back; award_rate: what is doubled where the title itself
    fixes a rate that runs on: the reply's base, the title's rate once more, or the benchmark once.
    """

    tier: str = "by-length"
    day_base: int | None = None
    rates: Literal["following", "as-at-start"] = "following"
    before_2009: Literal["highest", "as-reply"] = "as-reply"
    award_rate: Literal["reply", "award-once-more", "benchmark-once"] = "reply"


@dataclass(frozen=True, slots=True)
class Choices:
    """Switches of the rule of 2014 and of set-off that the texts leave open.

    day_count: "expiry-excluded" counts end minus expiry; "both-ends" a day more; "neither-end" a
    day less. set_off: payments before 2014-08-01 "debt-first", or "side-by-side" (本息并还).
    agreed_order: the parties' own order of the five pots. part_payment: whether the part of an
    item that bears ordinary interest is reduced first. old_pauses: whether the grounds that stop
    the doubled part also stop the interest before 2014-08-01.
    """

    day_count: DayCount = "expiry-excluded"
    set_off: Literal["debt-first", "side-by-side"] = "debt-first"
    agreed_order: tuple[Pot, ...] | None = None
    part_payment: Literal["bearing-first", "bearing-last"] = "bearing-first"
    old_pauses: Literal["running", "stopped"] = "running"


@dataclass(frozen=True, slots=True)
class Conversion:
    """The creditor's choice of yuan for a foreign debt (折算人民币).

    `middle_rate`: yuan for `per` units of the currency, as published on the day the doubled part
    starts; `how`: "published", or where none is published "bank" or "cross_usd".
    """

    middle_rate: Decimal
    on: date
    per: int = 1
    how: Literal["published", "bank", "cross_usd"] = "published"


@dataclass(frozen=True, slots=True)
class Claim:
    """Everything asked about one claim; a reckoning changes nothing in it."""

    lines: tuple[DebtLine, ...]
    until: date
    costs: Fen
    payments: tuple[Payment, ...] = ()
    pauses: tuple[DelayPause, ...] = ()
    old_rule: OldRule = OldRule()
    choices: Choices = Choices()

    @property
    def first_due(self) -> date:
        return min(line.performance_due for line in self.lines)


def refuse(
    code: str, field: str, message: str, cure: str, provisions: tuple[str, ...] = ()
) -> Refusal:
    """A refusal of this rule, naming the fact at fault."""
    return Refusal(
        code=f"delay_interest.{code}",
        message=message,
        cure=cure,
        field=field,
        provisions=provisions,
    )


def words_of(choices: Mapping[str, str]) -> str:
    return "、".join(choices)

"""What an appraiser is paid, by how the thing was sold (评估费)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.money import Fen, round_to_fen, yuan
from duixian.law.texts import citations, parameter
from duixian.law.versions import rule

Outcome = Literal["sold", "unsold", "withdrawn", "renewed", "replaced"]
Basis = Literal["appraised", "price", "actual_cost", "share_of_fee", "nothing"]

_WORDS: dict[Basis, str] = {
    "appraised": "成交价高于评估价，按评估价计算",
    "price": "成交价不高于评估价，按成交价计算",
    "actual_cost": "未成交或者撤回，按实际支出计算",
    "share_of_fee": "重新出具报告，按原评估费的比例",
    "nothing": "未按期出具被另行委托，不支付费用",
}


@dataclass(frozen=True, slots=True)
class AppraisalFee:
    """On what the fee is charged, and its amount in fen where the tariff or cost is known."""

    basis: Basis
    base: Fen | None
    amount: Fen | None


@rule
def appraisal_fee(
    *,
    outcome: Outcome,
    on: date,
    appraised: Fen | None = None,
    price: Fen | None = None,
    tariff: Decimal | None = None,
    actual_cost: Fen | None = None,
    fee_paid: Fen | None = None,
) -> Finding[AppraisalFee]:
    """The basis of an appraisal's fee, and the fee.

    tariff: the agency's rate in percent of the base; actual_cost: what it spent; fee_paid: the fee
    of the first report, where it had to be issued again. Refuses with `appraisal_fee.*`.
    """
    given = {"appraised": appraised, "price": price}
    given |= {"actual_cost": actual_cost, "fee_paid": fee_paid}
    needed = {"sold": ("appraised", "price"), "renewed": ("fee_paid",)}.get(outcome, ())
    for name in needed:
        if given[name] is None:
            raise Refusal(
                "appraisal_fee.amount_missing", "计算所需的金额没有填写。", f"请填写 {name}。", name
            )
    for name, amount in given.items():
        if amount is not None and amount < 0:
            raise Refusal("appraisal_fee.negative_amount", "金额不能是负数。", "请核对金额。", name)
    cited = citations("appraisal-fee", "price-fee-bearer", on=on)
    basis, base, percent = _basis(outcome, on, given, tariff)
    amount = None
    if basis == "nothing":
        amount = Fen(0)
    elif base is not None and percent is not None:
        amount = round_to_fen(Decimal(base) * percent / 100)
    steps = [
        Step(
            _WORDS[basis],
            f"{yuan(base)}×{percent}%" if base is not None and percent is not None else "",
            {} if base is None else {"基数": yuan(base)},
            "—" if amount is None else yuan(amount),
            ("appraisal-fee",),
        ),
        Step("由申请执行人先行垫付，由被执行人负担", "", {}, "—", ("price-fee-bearer",)),
    ]
    questions: tuple[str, ...] = ()
    if amount is None:
        questions = ("收费标准由评估机构与法院约定，未填写的不计算数额。",)
    return Finding(AppraisalFee(basis, base, amount), tuple(steps), cited, questions)


def _basis(
    outcome: Outcome, on: date, given: dict[str, Fen | None], tariff: Decimal | None
) -> tuple[Basis, Fen | None, Decimal | None]:
    """The basis, its amount, and the percentage of it that is the fee."""
    if outcome == "sold":
        appraised, price = given["appraised"] or Fen(0), given["price"] or Fen(0)
        above = price > appraised
        return ("appraised", appraised, tariff) if above else ("price", price, tariff)
    if outcome == "renewed":
        share = parameter("appraisal-renewal-fee", on=on).number
        return "share_of_fee", given["fee_paid"], share
    if outcome == "replaced":
        return "nothing", None, None
    return "actual_cost", given["actual_cost"], Decimal(100)

"""Delay money (迟延履行金): what a debtor late with a duty other than money owes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.money import Fen, yuan
from duixian.law.texts import citations, parameter, provisions
from duixian.law.versions import rule


@dataclass(frozen=True, slots=True)
class DelayMoney:
    """The sum in fen, and the day from which the delay runs (届满日)."""

    amount: Fen
    runs_from: date


def _refuse(code: str, field: str, message: str, cure: str) -> Refusal:
    return Refusal(
        code=f"delay_money.{code}",
        message=message,
        cure=cure,
        field=field,
        provisions=("delay-money",),
    )


def _check(performance_due: date, loss: Fen | None, fixed: Fen | None, on: date) -> None:
    if on < performance_due:
        raise _refuse(
            "not_late",
            "on",
            f"{on} 履行期限还没有届满，没有迟延履行。",
            f"{performance_due} 届满以后再计算。",
        )
    for name, amount in (("loss", loss), ("fixed_by_court", fixed)):
        if amount is not None and amount < 0:
            raise _refuse("negative_amount", name, "金额不能是负数。", "请核对金额。")
    if loss and fixed is not None:
        raise _refuse(
            "one_sum_wanted",
            "fixed_by_court",
            "已经造成损失的，按损失的倍数计算，不由法院另行决定数额。",
            "loss 和 fixed_by_court 只填一项。",
        )


@rule
def delay_money(
    *,
    performance_due: date,
    on: date,
    loss: Fen | None = None,
    loss_proved: bool = False,
    fixed_by_court: Fen | None = None,
) -> Finding[DelayMoney]:
    """The delay money owed on a day, in fen, whether or not there was a loss.

    A loss already suffered and proved is paid twice; without one the court fixes the sum, which
    no rule can. Refuses with `delay_money.loss_not_proved`, `delay_money.court_must_fix` and other
    `delay_money.*`.
    """
    _check(performance_due, loss, fixed_by_court, on)
    keys = [
        key
        for key in ("delay-interest-duty", "delay-period-start", "old-delay-start-1992")
        if provisions()[key].on(on)
    ]
    found = parameter("delay-money-multiple", on=on)
    source = tuple(each.key for each in found.provisions)
    if loss:
        if not loss_proved:
            raise _refuse(
                "loss_not_proved",
                "loss_proved",
                "主张的损失还没有查明，不能按损失的倍数计算。",
                "损失查明后填 loss_proved；查不明的，由法院决定数额，填 fixed_by_court。",
            )
        amount = Fen(loss * found.length)
        step = Step(
            "已经造成的损失按倍数补偿",
            f"{yuan(loss)}×{found.length}",
            {"损失": yuan(loss)},
            yuan(amount),
            source,
        )
    elif fixed_by_court is not None:
        amount = fixed_by_court
        step = Step("没有造成损失，数额由法院决定", "", {}, yuan(amount), source)
    else:
        raise _refuse(
            "court_must_fix",
            "fixed_by_court",
            "没有造成损失的，迟延履行金由法院根据具体案情决定，不能计算。",
            "有损失的填 loss 并查明；没有损失的，填法院决定的数额 fixed_by_court。",
        )
    runs = Step("自履行期限届满之日起", "", {}, performance_due.isoformat(), tuple(keys[1:]))
    return Finding(
        DelayMoney(amount, performance_due), (runs, step), citations(*keys, *source, on=on)
    )

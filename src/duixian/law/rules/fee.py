"""Enforcement fee (执行申请费) and preservation fee (保全申请费), by slices of the amount."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.money import Fen, fen, half_up_to_fen, yuan, yuan_exactly
from duixian.law.texts import Parameter, citations, parameter, provisions
from duixian.law.versions import rule

FeeKind = Literal["execution", "preservation"]

_SCALES = {"execution": "enforcement-fee-scale", "preservation": "preservation-fee-scale"}
_NAMES = {"execution": "执行申请费", "preservation": "保全申请费"}


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee in fen; where the law leaves a range, its lowest and highest."""

    amount: Fen
    lowest: Fen
    highest: Fen


def _slices(scale: Sequence[dict[str, Any]], amount: Fen) -> list[tuple[Step, Fraction]]:
    """The part of the fee each slice of the amount bears, with its worksheet line."""
    lines = []
    below = 0
    for row in scale:
        above = fen(row["up_to"]) if "up_to" in row else amount
        part = max(0, min(amount, above) - below)
        if "flat" in row:
            exact = Fraction(int(fen(row["flat"])))
            words = f"不超过{row['up_to']}元，每件{row['flat']}元"
        else:
            exact = Fraction(part) * Fraction(row["percent"]) / 100
            words = f"{yuan(below)}元至{yuan(min(amount, above))}元部分×{row['percent']}%"
        if part or "flat" in row:
            step = Step("分段计算", words, {"本段金额": yuan(part)}, yuan_exactly(exact))
            lines.append((step, exact))
        below = int(above)
        if amount <= above:
            break
    return lines


def _check(kind: str, amount: Fen | None, already_executed: Fen) -> None:
    if kind not in _SCALES:
        raise Refusal(
            code="fee.unknown_kind",
            message=f"没有“{kind}”这一种费用。",
            cure="kind 填 execution（执行申请费）或者 preservation（保全申请费）。",
            field="kind",
        )
    for name, value in (("amount", amount or 0), ("already_executed", already_executed)):
        if value < 0:
            raise Refusal(
                code="fee.negative_amount",
                message="金额不能是负数。",
                cure="请核对金额。",
                field=name,
            )
    if already_executed and (kind != "execution" or amount is None):
        raise Refusal(
            code="fee.already_executed_not_applicable",
            message="已执行金额只用于有执行金额的执行申请费。",
            cure="请去掉 already_executed，或者填写 amount。",
            field="already_executed",
        )


@rule
def enforcement_fee(
    *,
    amount: Fen | None,
    on: date,
    kind: FeeKind = "execution",
    already_executed: Fen = Fen(0),
    executable: Fen | None = None,
    decided: Fen | None = None,
    security_right: bool = False,
) -> Finding[Fee]:
    """The fee on an amount executed or preserved, in fen, by the scale of the day.

    `amount` None means no sum of money is executed; then `decided` is what the court set within
    the range. With `already_executed` the fee is the further fee that `amount` adds to what was
    charged before. `executable` is the whole sum the title orders, for the other reading of the
    base; `security_right`: a ruling on the sale of security (实现担保物权) is executed. Rounded
    once, half up, to the fen. Refuses with `fee.*`, and with `law.parameter_not_known_on_day`
    before the scales begin.
    """
    _check(kind, amount, already_executed)
    _check_decided(amount, kind, decided)
    if amount is None:
        return _without_amount(kind, on, decided)
    scale = parameter(_SCALES[kind], on=on)
    value, steps = _on_scale(scale, kind, amount, already_executed, on)
    steps.append(Step(f"{_NAMES[kind]}，四舍五入到分", "", {"金额": yuan(amount)}, yuan(value)))
    keys = [each.key for each in scale.provisions]
    if kind == "execution":
        keys += [key for key in ("fee-after-execution", "fee-bearer") if provisions()[key].on(on)]
        keys += ["security-right-fee"] if security_right else []
    questions: tuple[str, ...] = ()
    if kind == "execution" and not security_right:
        whole = (
            _on_scale(scale, kind, executable, Fen(0), on)[0] if executable is not None else None
        )
        questions = _base_question(value, whole, already_executed)
    return Finding(Fee(value, value, value), tuple(steps), citations(*keys, on=on), questions)


def _on_scale(
    scale: Parameter, kind: FeeKind, amount: Fen, already_executed: Fen, on: date
) -> tuple[Fen, list[Step]]:
    steps: list[Step] = []
    total = Fraction(0)
    for step, exact in _slices(scale.value, Fen(amount + already_executed)):
        steps.append(step)
        total += exact
    value = half_up_to_fen(total)
    if already_executed:
        before = half_up_to_fen(
            sum((exact for _, exact in _slices(scale.value, already_executed)), Fraction(0))
        )
        steps.append(
            Step(
                "减去已执行金额对应的费用",
                "",
                {"已执行金额": yuan(already_executed)},
                yuan(before),
            )
        )
        value = Fen(value - before)
    if kind == "preservation":
        value = _capped(value, on, steps)
    return value, steps


def _base_question(value: Fen, whole: Fen | None, already_executed: Fen) -> tuple[str, ...]:
    """The base is not in the text: what was executed, or what the title orders in all."""
    said = "条文未写明计费基数；此处按实际执行到位的金额计算。"
    if whole is None or already_executed:
        return (said,)
    if whole == value:
        return ()
    return (f"{said}按执行标的全额计算为 {yuan(whole)} 元，此处 {yuan(value)} 元。",)


def _capped(value: Fen, on: date, steps: list[Step]) -> Fen:
    cap = parameter("preservation-fee-cap", on=on)
    if value <= cap.value:
        return value
    steps.append(Step("超过上限，按上限计", "", {"上限": yuan(cap.value)}, yuan(cap.value)))
    return Fen(cap.value)


def _check_decided(amount: Fen | None, kind: str, decided: Fen | None) -> None:
    if decided is not None and (amount is not None or kind != "execution"):
        raise Refusal(
            code="fee.decided_not_applicable",
            message="法院在幅度内确定的数额只用于没有执行金额的执行申请费。",
            cure="请去掉 decided，或者 amount 填 null。",
            field="decided",
        )


def _without_amount(kind: FeeKind, on: date, decided: Fen | None) -> Finding[Fee]:
    """A case without a sum of money: a range for enforcement, the flat fee for preservation."""
    if kind == "preservation":
        scale = parameter(_SCALES[kind], on=on)
        flat = fen(scale.value[0]["flat"])
        step = Step("没有财产数额，按件计", "", {}, yuan(flat))
        return Finding(Fee(flat, flat, flat), (step,), scale.provisions)
    found = parameter("enforcement-fee-without-amount", on=on)
    lowest, highest = fen(found.value[0]["lowest"]), fen(found.value[0]["highest"])
    if decided is not None and not lowest <= decided <= highest:
        raise Refusal(
            code="fee.decided_out_of_range",
            message=f"没有执行金额的，每件 {yuan(lowest)} 元至 {yuan(highest)} 元。",
            cure="请在幅度内确定数额。",
            field="decided",
            provisions=tuple(each.key for each in found.provisions),
        )
    chosen = lowest if decided is None else decided
    step = Step(
        "没有执行金额，按件计",
        f"每件{yuan(lowest)}元至{yuan(highest)}元",
        {"最低": yuan(lowest), "最高": yuan(highest)},
        yuan(chosen),
    )
    questions: tuple[str, ...] = ()
    if decided is None:
        questions = (
            f"每件 {yuan(lowest)} 元至 {yuan(highest)} 元之间由法院确定；此处取最低，最高 "
            f"{yuan(highest)} 元。",
        )
    return Finding(Fee(chosen, lowest, highest), (step,), found.provisions, questions)


@rule
def auction_commission(*, price: Fen, on: date) -> Finding[Fee]:
    """The highest commission (佣金) a traditional auctioneer may take from the buyer, in fen.

    A court's own online auction bears none. Refuses with `fee.negative_amount`, and with
    `law.parameter_not_known_on_day` before 2005.
    """
    if price < 0:
        raise Refusal(
            code="fee.negative_amount",
            message="金额不能是负数。",
            cure="请核对成交价。",
            field="price",
        )
    scale = parameter("auction-commission-scale", on=on)
    lines = _slices(scale.value, price)
    value = half_up_to_fen(sum((exact for _, exact in lines), Fraction(0)))
    steps = [step for step, _ in lines]
    steps.append(Step("佣金最高额，由买受人支付", "", {"成交价": yuan(price)}, yuan(value)))
    return Finding(Fee(value, Fen(0), value), tuple(steps), scale.provisions)

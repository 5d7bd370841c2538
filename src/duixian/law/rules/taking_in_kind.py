"""A creditor takes the thing for his debt after a failed round (以物抵债)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.money import Fen, yuan
from duixian.law.texts import citations
from duixian.law.versions import rule


@dataclass(frozen=True, slots=True)
class Taker:
    """A creditor present who would take it: his rank (1 first), his claim, and what he would get.

    would_receive: what the claim would be paid out of the price (fen); the difference is measured
    against it.
    """

    id: str
    claim: Fen
    would_receive: Fen
    rank: int = 1


@dataclass(frozen=True, slots=True)
class Taking:
    """At which price, by whom (several: by lot), and what the taker must pay in addition (fen)."""

    price: Fen
    takers: tuple[str, ...]
    by_lot: bool
    difference: dict[str, Fen]


@rule
def taking_in_kind(*, reserve: Fen, takers: Sequence[Taker], on: date) -> Finding[Taking]:
    """Who may take the thing at the reserve of the round that failed, and for what difference.

    Refuses with `taking.negative_amount`, `taking.nobody` and `taking.receives_more`.
    """
    _check(reserve, takers)
    first = min(each.rank for each in takers)
    chosen = [each for each in takers if each.rank == first]
    difference = {each.id: Fen(max(0, reserve - each.would_receive)) for each in chosen}
    keys = ("taking-in-kind",)
    steps = [Step("按本次拍卖的保留价抵债", "", {}, yuan(reserve), keys)]
    names = "、".join(each.id for each in chosen)
    several = len(chosen) > 1
    words = "同顺位，抽签决定" if several else "顺位在先"
    steps.append(Step("承受人", "", {"顺位": str(first)}, f"{names}（{words}）", keys))
    questions = []
    for each in chosen:
        formula = f"{yuan(reserve)}−{yuan(each.would_receive)}"
        due = {"应受清偿": yuan(each.would_receive)}
        steps.append(Step(f"补交差额：{each.id}", formula, due, yuan(difference[each.id]), keys))
        by_claim = max(0, reserve - each.claim)
        if by_claim != difference[each.id]:
            questions.append(
                f"差额按{each.id}实际应受清偿的数额计算；若按债权数额计算，"
                f"补交 {yuan(by_claim)} 元。"
            )
    value = Taking(reserve, tuple(each.id for each in chosen), several, difference)
    return Finding(value, tuple(steps), citations(*keys, on=on), tuple(questions))


def _check(reserve: Fen, takers: Sequence[Taker]) -> None:
    if not takers:
        raise Refusal(
            "taking.nobody",
            "没有愿意抵债的债权人。",
            "不抵债的，再次拍卖、变卖，或者退还被执行人。",
            "takers",
        )
    if reserve <= 0:
        raise Refusal("taking.negative_amount", "保留价应当大于零。", "请核对保留价。", "reserve")
    for index, each in enumerate(takers):
        if each.claim < 0 or each.would_receive < 0:
            raise Refusal(
                "taking.negative_amount", "金额不能是负数。", "请核对金额。", f"takers[{index}]"
            )
        if each.would_receive > each.claim:
            raise Refusal(
                "taking.receives_more",
                "应受清偿的数额大于债权。",
                "请核对两项金额。",
                f"takers[{index}].would_receive",
            )

"""What a buyer who did not pay owes, and what he gets back of his deposit (悔拍)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.money import Fen, yuan
from duixian.law.rules.reserve_price import Procedure
from duixian.law.texts import citation, citations, provisions
from duixian.law.versions import rule

_NOTHING = Fen(0)


@dataclass(frozen=True, slots=True)
class DepositUse:
    """Where the deposit goes, in fen: costs, the gap, this case's debt, back to him."""

    costs: Fen
    gap: Fen
    debt: Fen


@dataclass(frozen=True, slots=True)
class ResaleShortfall:
    """The price gap, what he owes beyond the deposit, what he gets back, and the deposit's use."""

    gap: Fen
    top_up: Fen
    deposit_returned: Fen
    use: DepositUse


def _check(procedure: str, amounts: dict[str, Fen]) -> None:
    if procedure not in ("online", "traditional"):
        raise Refusal(
            "resale.unknown_procedure",
            "没有这种拍卖方式。",
            "填 online 或者 traditional。",
            "procedure",
        )
    for name, amount in amounts.items():
        if amount < 0:
            raise Refusal("resale.negative_amount", "金额不能是负数。", "请核对金额。", name)
    if amounts["old_price"] == 0:
        raise Refusal("resale.no_price", "原成交价应当大于零。", "请核对原成交价。", "old_price")


@rule
def resale_shortfall(
    *,
    procedure: Procedure,
    old_price: Fen,
    resale_price: Fen,
    costs: Fen,
    deposit: Fen,
    on: date,
    commission: Fen = _NOTHING,
    online_top_up: bool = True,
    gain_covers_costs: bool = True,
) -> Finding[ResaleShortfall]:
    """The loss a resale leaves, by the procedure he defaulted in and the day's law, in fen.

    costs: of the auction that failed by him and of the resale; commission: of the traditional
    auction. online_top_up: whether a loss beyond an online deposit is recovered (courts differ).
    gain_covers_costs: whether a resale for more makes up for the costs. Refuses with `resale.*`,
    and with `law.provision_not_in_force` before the procedure existed.
    """
    amounts = {"old_price": old_price, "resale_price": resale_price, "costs": costs}
    _check(procedure, {**amounts, "deposit": deposit, "commission": commission})
    online = procedure == "online"
    key = "online-buyer-default" if online else "traditional-buyer-default"
    citation(key, on=on)
    gap = Fen(max(0, old_price - resale_price))
    charges = Fen(costs + (0 if online else commission))
    gain = max(0, resale_price - old_price)
    loss = max(0, gap + charges - (gain if gain_covers_costs else 0))
    owed = Fen(max(0, loss - deposit))
    top_up = owed if online_top_up or not online else _NOTHING
    back = _NOTHING if online else Fen(max(0, deposit - loss))
    use = _use(deposit, charges, gap, back)
    value = ResaleShortfall(gap, top_up, back, use)
    words = {"原成交价": yuan(old_price), "重新拍卖成交价": yuan(resale_price)}
    steps = (
        Step("差价", f"{yuan(old_price)}−{yuan(resale_price)}", words, yuan(gap), (key,)),
        Step(
            "差价与费用损失",
            f"{yuan(gap)}+{yuan(charges)}" + (f"−{yuan(gain)}" if gain and charges else ""),
            {"差价": yuan(gap), "费用和佣金": yuan(charges)},
            yuan(loss),
            (key,),
        ),
        *_deposit_steps(value, deposit, loss, key, online),
    )
    keys = [key]
    if online and owed:
        keys += [
            each
            for each in ("traditional-buyer-default", "online-other-rules-apply")
            if provisions()[each].on(on)
        ]
    questions = _questions(online, owed, online_top_up, loss, gain, charges, deposit)
    return Finding(value, steps, citations(*keys, on=on), questions)


def _deposit_steps(
    value: ResaleShortfall, deposit: Fen, loss: int, key: str, online: bool
) -> Iterator[Step]:
    """What is owed beyond the deposit, what of it goes back, and what the rest is for."""
    use = value.use
    owed = f"{yuan(loss)}−{yuan(deposit)}"
    yield Step("保证金之外应补交", owed, {}, yuan(value.top_up), (key,))
    yield Step(
        "退还的保证金",
        "网络拍卖悔拍，保证金不退" if online else "扣除差价、费用后的剩余",
        {"保证金": yuan(deposit)},
        yuan(value.deposit_returned),
        (key,),
    )
    yield Step(
        "保证金的使用",
        "依次：费用损失、差价、本案债务及与拍卖财产相关的其他债务" if online else "",
        {"费用": yuan(use.costs), "差价": yuan(use.gap), "债务": yuan(use.debt)},
        yuan(deposit - value.deposit_returned),
        (key,),
    )


def _use(deposit: Fen, charges: Fen, gap: Fen, back: Fen) -> DepositUse:
    """Costs first, then the gap; the rest of what is not returned goes to the debt."""
    kept = deposit - back
    to_costs = min(kept, charges)
    to_gap = min(kept - to_costs, gap)
    return DepositUse(Fen(to_costs), Fen(to_gap), Fen(kept - to_costs - to_gap))


def _questions(
    online: bool, owed: Fen, topped_up: bool, loss: int, gain: int, charges: Fen, deposit: Fen
) -> tuple[str, ...]:
    asked = []
    if online and owed:
        here, other = ("补交", "0.00") if topped_up else ("不补交", yuan(owed))
        asked.append(
            f"网络拍卖规定未写明保证金不足时是否补交，各地做法不一；此处{here}。"
            f"按另一做法，应补交 {other} 元。"
        )
    if gain and charges:
        covered = max(0, charges - gain)
        other_loss = int(charges) if loss == covered else covered
        here = "可以抵" if loss == covered else "不抵"
        more = max(0, other_loss - deposit)
        back = 0 if online else max(0, deposit - other_loss)
        asked.append(
            f"重新拍卖价高于原价的部分{here}费用损失，条文未写明；"
            f"按另一做法，应补交 {yuan(more)} 元，退还 {yuan(back)} 元。"
        )
    return tuple(asked)

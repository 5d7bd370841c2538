"""Which team takes a new case (繁简分流). No national figure exists; all numbers are the court's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duixian.kernel.findings import Finding, Step
from duixian.kernel.money import Fen, display
from duixian.law.texts import citations, parameter, provisions
from duixian.law.versions import rule


@dataclass(frozen=True, slots=True)
class TriageFacts:
    """What is known of a case when it is sorted, after the first inquiry.

    covered: money in accounts covers the debt; paying: the debtor pays after the notice; kind:
    "money", "preservation", "fees" (诉讼费、罚金、没收), "title_transfer" (过户) or "act".
    """

    amount: Fen
    kind: str = "money"
    by_mediation: bool = False
    address_confirmed: bool = False
    covered: bool = False
    paying: bool = False
    needs_sale: bool = False
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class Triage:
    """The team: fast (快执) or ordinary (普执), and every reason that speaks for it."""

    fast: bool
    reasons: tuple[str, ...]


@rule
def triage(*, facts: TriageFacts, on: date) -> Finding[Triage]:
    """Sort a case by the examples other courts published; the court may set its own amount.

    Refuses before 2019 with `law.parameter_not_known_on_day`.
    """
    limit = parameter("triage-fast-amount", on=on)
    small = facts.by_mediation and facts.address_confirmed and facts.amount <= limit.value
    for_fast = {
        "账户内的款项足以清偿": facts.covered,
        "被执行人收到通知或者查询后履行": facts.paying,
        "简单的保全、诉讼费、罚金、没收或者过户": facts.kind
        in ("preservation", "fees", "title_transfer"),
        f"调解结案，标的不超过 {display(limit.value)} 元，地址已确认": small,
    }
    against = {
        "需要评估、拍卖": facts.needs_sale,
        "恢复执行而没有履行": facts.resumed and not facts.paying,
    }
    slow = [words for words, holds in against.items() if holds]
    quick = [words for words, holds in for_fast.items() if holds]
    fast = bool(quick) and not slow
    reasons = tuple(quick if fast else slow or ["没有快执的情形"])
    keys = [key for key in ("node-control",) if provisions()[key].on(on)]
    step = Step(
        "繁简分流", "", {"标的": display(facts.amount)}, "快执" if fast else "普执", tuple(keys)
    )
    questions = (
        f"全国没有分流的数额标准；此处参照外地法院的 {display(limit.value)} 元，本院可以另定。",
    )
    return Finding(Triage(fast, reasons), (step,), citations(*keys, on=on), questions)

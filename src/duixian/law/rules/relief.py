"""Money of judicial relief for a creditor nobody could pay (国家司法救助、执行救助)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.money import Fen, yuan
from duixian.kernel.periods import Kind, Period, Unit, due_on
from duixian.law.texts import citations, parameter
from duixian.law.versions import rule

_NOTHING = Fen(0)


@dataclass(frozen=True, slots=True)
class ReliefFacts:
    """What the amount depends on; money in fen.

    monthly_wage: last year's average monthly wage of the province of the court with jurisdiction;
    unperformed: what the judgment awards and was not executed; helped_before: in this case already;
    exceptional: beyond the usual months. complete_on: the application was complete; funded_on: the
    money arrived. advance: it is urgent, an advance is asked for; advance_more: beyond the usual.
    advanced: what was advanced before, taken off.
    """

    monthly_wage: Fen
    unperformed: Fen
    helped_before: bool = False
    exceptional: bool = False
    complete_on: date | None = None
    funded_on: date | None = None
    advance: bool = False
    advance_more: bool = False
    advanced: Fen = _NOTHING


@dataclass(frozen=True, slots=True)
class Relief:
    """The most that may be given (fen), the days to decide and to tell, both None if not begun."""

    highest: Fen
    decide_by: date | None
    tell_by: date | None


def _check(facts: ReliefFacts) -> None:
    if facts.helped_before:
        raise Refusal(
            "relief.once",
            "同一案件的同一救助申请人只救助一次。",
            "可以转请其他社会救助。",
            "helped_before",
            provisions=("relief-amount",),
        )
    if facts.monthly_wage <= 0:
        raise Refusal(
            "relief.wage_missing", "月平均工资应当大于零。", "请核对基准数额。", "monthly_wage"
        )
    for name in ("unperformed", "advanced"):
        if getattr(facts, name) < 0:
            raise Refusal("relief.negative_amount", "金额不能是负数。", "请核对金额。", name)


def _most(facts: ReliefFacts, on: date) -> tuple[Fen, list[Step], list[str]]:
    """The cap by months of wages, and by what is still owed."""
    months = parameter("relief-months", on=on)
    keys = [each.key for each in months.provisions]
    count, words = months.length, "一般不超过"
    if facts.advance:
        usual = "relief-advance-months"
        found = parameter(f"{usual}-highest" if facts.advance_more else usual, on=on)
        keys += [each.key for each in found.provisions]
        count, words = found.length, "先行救助不超过"
    by_wage = Fen(facts.monthly_wage * count)
    steps = [
        Step(
            f"{words}{count}个月的月平均工资",
            f"{yuan(facts.monthly_wage)}×{count}",
            {"月平均工资": yuan(facts.monthly_wage)},
            yuan(by_wage),
            tuple(keys),
        )
    ]
    lifted = facts.exceptional and not facts.advance
    if lifted:
        steps.append(
            Step("损失特别重大、生活特别困难，可以超过", "", {}, "不受该月数限制", tuple(keys))
        )
    most = facts.unperformed if lifted else Fen(min(by_wage, facts.unperformed))
    words_in = {"未执行到位": yuan(facts.unperformed)}
    steps.append(Step("不超过未执行到位的数额", "", words_in, yuan(most), tuple(keys)))
    if facts.advanced:
        most = Fen(max(0, most - facts.advanced))
        steps.append(
            Step("扣除先行救助", "", {"已先行": yuan(facts.advanced)}, yuan(most), tuple(keys))
        )
    return most, steps, keys


def _by(
    key: str, start: date | None, label: str, steps: list[Step], keys: list[str]
) -> date | None:
    if start is None:
        return None
    found = parameter(key, on=start)
    period = Period(found.length, Unit(found.unit))
    last = due_on(start, period, Kind.PROCEDURAL).due
    own = tuple(each.key for each in found.provisions)
    keys += own
    words = {"起算": start.isoformat()}
    steps.append(Step(f"{period}内{label}", "", words, last.isoformat(), own))
    return last


@rule
def relief(*, facts: ReliefFacts, on: date) -> Finding[Relief]:
    """The most that may be given and the days for it; the sum itself is the court's to fix.

    Refuses with `relief.*`, and with `law.parameter_not_known_on_day` before 2014.
    """
    _check(facts)
    most, steps, keys = _most(facts, on)
    decide_by = _by("relief-decision-term", facts.complete_on, "作出决定", steps, keys)
    tell_by = _by("relief-collect-term", facts.funded_on, "通知领取", steps, keys)
    questions = []
    if facts.exceptional and not facts.advance:
        usual = min(
            facts.monthly_wage * parameter("relief-months", on=on).length, facts.unperformed
        )
        questions.append(
            f"超过一般标准须从严审批；不按特别情形的，最多 {yuan(max(0, usual - facts.advanced))} 元。"
        )
    value = Relief(most, decide_by, tell_by)
    return Finding(value, tuple(steps), citations(*keys, on=on), tuple(questions))

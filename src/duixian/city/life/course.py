"""The course of a case: it is suspended when something stands in its way, resumed, extended."""

from __future__ import annotations

from duixian.city.life.filing_hall import PANEL
from duixian.city.life.turn import Turn
from duixian.contexts.cases.models import Case, CaseParty
from duixian.kernel.roles import Role

SUSPEND, RESUME = "cases.suspend_case", "cases.resume_case"
EXTEND = "cases.extend_term"
_SHARE_SUSPENDED = 0.05
_SHARE_DIES, _SHARE_HEIRS_SOUGHT = 0.01, 0.4
_GROUNDS = (
    ("creditor_defers", "申请执行人与被执行人协商分期，书面同意延期执行"),
    ("third_party_objection", "案外人对执行标的提出异议，正在审查"),
)


def steer(turn: Turn) -> None:
    """Give a case its panel, suspend a few for a time, ask for more months in time."""
    if turn.open and not turn.has(PANEL):
        _form_panel(turn)
    age = (turn.today - turn.case.filed_on).days
    mine = turn.chance("suspension")
    suspended = mine.random() < _SHARE_SUSPENDED
    starts, lasts, ground = mine.randrange(25, 80), mine.randrange(15, 60), mine.choice(_GROUNDS)
    dead = _who_died(turn)
    if dead is not None:
        ground = ("party_died", f"被执行人{dead.party.name}死亡，需等待继承人承担义务")
    if turn.case.state == Case.State.SUSPENDED:
        if turn.days_since(SUSPEND) >= lasts:
            reason = "继承人已经确定" if dead else "中止事由已经消失"
            turn.do(RESUME, {"reason": reason})
        else:
            turn.come_back_in(lasts - turn.days_since(SUSPEND))
        return
    if turn.has("closing.close_as_executed") or not turn.open:
        return
    if (
        (suspended or dead)
        and age >= starts
        and not turn.has(SUSPEND)
        and SUSPEND not in turn.waiting
    ):
        turn.do(SUSPEND, {"ground": ground[0], "explanation": ground[1]})
    _extend(turn)


def _form_panel(turn: Turn) -> None:
    """A case that goes on from an older one has no panel of its own yet."""
    judges = [
        turn.town.actor(each).person_id for each in turn.town.staff.of(turn.court, Role.PANEL_JUDGE)
    ]
    facts = {"presiding": judges[0], "members": judges[1:3]}
    turn.do(PANEL, facts, by=turn.one_of(Role.BUREAU_DIRECTOR))


def _who_died(turn: Turn) -> CaseParty | None:
    """The debtor whose heirs are waited for: some who lived at filing die while the case runs."""
    for debtor in turn.debtors:
        if debtor.party.kind != "person":
            continue
        gone = turn.truth(debtor).disposition == "dead"
        if turn.chance("dies", debtor.seq).random() < (
            _SHARE_HEIRS_SOUGHT if gone else _SHARE_DIES
        ):
            return debtor
    return None


def _extend(turn: Turn) -> None:
    term = turn.due("execution_term")
    if term is None or EXTEND in turn.waiting or (term - turn.today).days > 12:
        return
    if term >= turn.today and turn.chance("extends").random() < 0.8:
        turn.do(EXTEND, {"months": 3, "ground": "财产处置尚未完成，期限内不能结案"})

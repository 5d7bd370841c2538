"""Who approves and signs an act of enforcement on a day (审批与签发权限)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.law.rules.signature_table import SIGNINGS, Signing
from duixian.law.texts import citations, parameter, provisions
from duixian.law.versions import rule

POWERS = {
    "implementation": "执行实施权",
    "review": "执行审查权",
    "trial": "审判权",
    "supervision": "执行监督",
}


@dataclass(frozen=True, slots=True)
class Signer:
    """The answer: the row of the table, and how many officers must discuss, where a number is set.

    separate: the people of the implementation case may not take part.
    """

    signing: Signing
    officers_at_least: int | None
    separate: bool


@rule
def who_signs(*, act: str, on: date) -> Finding[Signer]:
    """Who approves and signs an act, and whether a panel decides it.

    Refuses with `signature.unknown_act`, and with `law.provision_not_in_force` where no text of
    the day says so.
    """
    row = SIGNINGS.get(act)
    if row is None:
        raise Refusal(
            code="signature.unknown_act",
            message=f"没有登记过“{act}”的审批权限。",
            cure="可选：" + "、".join(SIGNINGS) + "。",
            field="act",
        )
    keys = [row.provision, *(key for key in row.provisions if provisions()[key].on(on))]
    cited = citations(*keys, on=on)
    officers = parameter(row.officers, on=on).length if row.officers else None
    separate = row.power in ("review", "trial")
    words = [f"属于{POWERS[row.power]}"]
    if row.panel:
        words.append("由合议庭评议")
    if officers:
        words.append(f"由{officers}名以上执行人员讨论")
    if separate:
        words.append("执行实施案件的人员不得参与")
    step = Step(row.title, "；".join(words), {}, row.approver, (row.provision,))
    questions = (row.open_question,) if row.open_question else ()
    return Finding(Signer(row, officers, separate), (step,), cited, questions)

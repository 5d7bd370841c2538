"""May, and must, a debtor be listed as dishonest (纳入失信被执行人名单) on a ground, on a day?

Until 2017-04-30 every ground supposed that the debtor could perform; since then only the first
does, and the law names whom it spares. Nobody was listed before 2013-10-01.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from duixian.kernel.findings import Finding, Step
from duixian.law.texts import citations, provisions
from duixian.law.versions import rule

ListingGround = Literal[
    "able_refuses",
    "obstructs",
    "evades",
    "no_declaration",
    "breaks_restriction",
    "breaks_settlement",
]
_RECORDED = {
    "obstructs": "妨害、抗拒执行",
    "evades": "规避执行",
    "breaks_restriction": "违反限制消费令",
    "breaks_settlement": "无正当理由不履行和解协议",
}
# Grounds on which the 2019 opinion spares a debtor whose property is already controlled.
_SPARED_WHEN_COVERED = ("able_refuses", "breaks_settlement")


@dataclass(frozen=True, slots=True)
class ListingFacts:
    """What the record says of one debtor, as of a day.

    able: property or other means to perform were found; recorded: the sorts of misconduct on
    record with evidence; declaration_broken: none came in time, late or false; covered: property
    controlled first in rank is worth what is owed; later_ranked: liable only after others;
    campus_student: full-time student sued on a campus loan; behind_unit: to be listed only as one
    of the people behind a listed unit; not_refusing: does not perform for another good reason.
    """

    on: date
    name: str
    ground: ListingGround
    minor: bool = False
    able: bool = False
    declaration_broken: bool = False
    recorded: tuple[str, ...] = ()
    covered: bool = False
    secured: bool = False
    later_ranked: bool = False
    creditor_defers: bool = False
    campus_student: bool = False
    behind_unit: bool = False
    not_refusing: bool = False


@dataclass(frozen=True, slots=True)
class ListingObstacle:
    """Why the debtor is not listed on this ground, and what would change it."""

    key: str
    words: str
    cure: str
    provision: str = "dishonest-list"


def _not_borne_out(facts: ListingFacts) -> ListingObstacle | None:
    name = facts.name
    if facts.ground == "no_declaration":
        if facts.declaration_broken:
            return None
        words = f"{name}没有拒绝、逾期或者虚假报告财产的记录"
        return ListingObstacle("not_on_record", words, "责令报告财产；期限届满仍未如实报告的再纳入")
    if facts.ground in _RECORDED:
        if facts.ground in facts.recorded:
            return None
        words = f"没有{name}{_RECORDED[facts.ground]}的记录和证据"
        return ListingObstacle("not_on_record", words, "先记录该行为并写明证据材料")
    if facts.able:
        return None
    words = f"没有查到{name}可供执行的财产，也没有其他有履行能力的证据"
    cure = "查明财产，或记录“有履行能力而拒不履行”的行为并写明证据材料"
    return ListingObstacle("not_able", words, cure)


def _spared(facts: ListingFacts) -> ListingObstacle | None:
    """Whom the law spares though the ground is there."""
    if facts.ground == "able_refuses" and facts.on >= _amended():
        if facts.secured:
            words = f"{facts.name}已提供充分有效担保"
            return ListingObstacle("secured", words, "担保失去效力后再纳入", "listing-exclusions")
        if facts.later_ranked:
            words = f"{facts.name}的履行顺序在后，依法不应先对其执行"
            cure = "顺序在先的被执行人确无财产清偿后再纳入"
            return ListingObstacle("later_ranked", words, cure, "listing-exclusions")
        if facts.covered:
            return _covered("listing-exclusions")
        if facts.not_refusing:
            words = f"{facts.name}不履行另有正当原因，不属于有履行能力而拒不履行"
            return ListingObstacle("not_refusing", words, "原因消除后再纳入", "listing-exclusions")
    if facts.on >= _restrained() and facts.ground in _SPARED_WHEN_COVERED:
        if facts.covered:
            return _covered("listing-restraint")
        if facts.creditor_defers:
            words = "申请执行人申请暂不采取惩戒措施"
            return ListingObstacle(
                "creditor_defers", words, "申请撤回后再纳入", "listing-restraint"
            )
    return None


def _covered(provision: str) -> ListingObstacle:
    words = "已查封、扣押、冻结的财产足以清偿债务"
    return ListingObstacle("covered", words, "及时处置已控制的财产", provision)


def _amended() -> date:
    return provisions()["listing-exclusions"].versions[0][0].in_force_from


def _restrained() -> date:
    return provisions()["listing-restraint"].versions[0][0].in_force_from


def _never(facts: ListingFacts) -> list[ListingObstacle]:
    """Whom no ground reaches: minors, and since 2019 two more."""
    found = []
    if facts.minor:
        words = f"{facts.name}为未成年人，不得纳入"
        named = "listing-minor" if provisions()["listing-minor"].on(facts.on) else "dishonest-list"
        found.append(ListingObstacle("minor", words, "不予纳入", named))
    if facts.on < _restrained():
        return found
    if facts.campus_student:
        words = f"{facts.name}为校园贷纠纷的全日制在校生，一般不得纳入"
        found.append(ListingObstacle("student", words, "不予纳入", "listing-restraint"))
    if facts.behind_unit:
        words = f"{facts.name}不是被执行人，单位失信不得将其负责人、实际控制人纳入"
        found.append(ListingObstacle("behind_unit", words, "可以限制消费", "listing-restraint"))
    return found


def _obstacles(facts: ListingFacts) -> list[ListingObstacle]:
    found = _never(facts)
    lacking = _not_borne_out(facts)
    if lacking is not None:
        found.append(lacking)
    elif facts.on < _amended() and not facts.able:
        words = f"2017年5月1日前纳入失信名单须有履行能力，没有查到{facts.name}有履行能力的证据"
        found.append(ListingObstacle("not_able", words, "予以罚款、拘留；查明履行能力后再纳入"))
    spared = _spared(facts)
    if spared is not None:
        found.append(spared)
    return found


@rule
def listing_check(facts: ListingFacts) -> Finding[tuple[ListingObstacle, ...]]:
    """Everything that stands against listing; nothing when the debtor is to be listed.

    Refuses with `law.provision_not_in_force` for days before 2013-10-01.
    """
    basis = citations("dishonest-list", on=facts.on)
    found = tuple(_obstacles(facts))
    steps = tuple(Step("不予纳入", "", {}, each.words, (each.provision,)) for each in found) or (
        Step("应当纳入", "", {}, f"{facts.name}符合纳入失信名单的情形。", ("dishonest-list",)),
    )
    more = {each.provision for each in found} - {"dishonest-list"}
    return Finding(found, steps, (*basis, *citations(*sorted(more), on=facts.on)))

"""Is a debtor to be listed as dishonest on all that is known, until when, and when removed?

失信名单的纳入、期限与删除: the grounds are weighed one by one by `listing_check`; terms exist since
2017-05-01, and so do the working days within which an entry must be removed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.periods import Kind, Period, Unit, add_months, add_working_days, due_on
from duixian.law.rules.dishonest_list import (
    ListingFacts,
    ListingGround,
    ListingObstacle,
    listing_check,
)
from duixian.law.texts import citations, parameter, provisions
from duixian.law.versions import rule

TermStart = Literal["decision", "publication"]

GROUND_TITLES: dict[ListingGround, str] = {
    "able_refuses": "有履行能力而拒不履行生效法律文书确定义务",
    "obstructs": "以伪造证据、暴力、威胁等方法妨碍、抗拒执行",
    "evades": "以虚假诉讼、虚假仲裁或者以隐匿、转移财产等方法规避执行",
    "no_declaration": "违反财产报告制度",
    "breaks_restriction": "违反限制消费令",
    "breaks_settlement": "无正当理由拒不履行执行和解协议",
}
# Entries that should never have been made, beside the grounds the texts list for removal.
_WRONG = {"wrongly_listed": "不应当纳入", "inaccurate": "记载的信息不准确"}


@dataclass(frozen=True, slots=True)
class DebtorListingFacts:
    """What is known of one debtor when the court decides, and of what happened to the entry since.

    on: the day of the decision; grounds: those on record with evidence; serious: violence or
    threats of a serious kind; several_acts: more than one dishonest act; extension_years: how far
    the term is extended; grace_months: the time to perform the court gives before it publishes;
    published_on: when the entry was published, if later than the decision; term_from: which of
    the two the term is counted from; removal: what happened, on removal_on.
    """

    on: date
    name: str = "被执行人"
    grounds: tuple[ListingGround, ...] = ()
    able: bool = False
    minor: bool = False
    covered: bool = False
    secured: bool = False
    later_ranked: bool = False
    creditor_defers: bool = False
    campus_student: bool = False
    behind_unit: bool = False
    not_refusing: bool = False
    serious: bool = False
    several_acts: bool = False
    extension_years: int = 0
    grace_months: int = 0
    published_on: date | None = None
    term_from: TermStart = "decision"
    removal: str | None = None
    removal_on: date | None = None
    removal_queries: int | None = None


@dataclass(frozen=True, slots=True)
class GroundAnswer:
    """One ground on record: whether the debtor is to be listed on it, and what stands against."""

    ground: ListingGround
    holds: bool
    obstacles: tuple[ListingObstacle, ...]


@dataclass(frozen=True, slots=True)
class DebtorListing:
    """The answer: to be listed or not, until when, removed by when, listed again from when."""

    must_list: bool
    grounds: tuple[GroundAnswer, ...]
    publish_from: date | None
    term_ends: date | None
    remove_by: date | None
    relist_from: date | None


def _weigh(facts: DebtorListingFacts) -> tuple[GroundAnswer, ...]:
    answers = []
    for ground in dict.fromkeys(facts.grounds):
        found = listing_check(
            ListingFacts(
                on=facts.on,
                name=facts.name,
                ground=ground,
                minor=facts.minor,
                able=facts.able,
                declaration_broken=ground == "no_declaration",
                recorded=facts.grounds,
                covered=facts.covered,
                secured=facts.secured,
                later_ranked=facts.later_ranked,
                creditor_defers=facts.creditor_defers,
                campus_student=facts.campus_student,
                behind_unit=facts.behind_unit,
                not_refusing=facts.not_refusing,
            )
        ).value
        answers.append(GroundAnswer(ground, not found, found))
    return tuple(answers)


def _has_terms(on: date) -> bool:
    return bool(provisions()["listing-term"].on(on))


def _extension(facts: DebtorListingFacts, several: bool) -> int:
    """The years the term is extended by, checked against the law's span."""
    if not facts.extension_years:
        return 0
    least = parameter("listing-extension-least", on=facts.on).length
    most = parameter("listing-extension-most", on=facts.on).length
    if not least <= facts.extension_years <= most:
        raise Refusal(
            code="listing.extension_out_of_span",
            message=f"延长的期限应当在{least}至{most}年之间。",
            cure="请更正年数；不延长的填 0。",
            field="extension_years",
            provisions=("listing-term",),
        )
    if not facts.serious and not several:
        raise Refusal(
            code="listing.no_ground_to_extend",
            message="没有暴力、威胁情节严重，也没有多项失信行为，不得延长。",
            cure="请写明情节，或者去掉 extension_years。",
            field="extension_years",
            provisions=("listing-term",),
        )
    return facts.extension_years


def _publish_from(facts: DebtorListingFacts, steps: list[Step]) -> date:
    """The first day of publication: after the grace period, where the court gave one."""
    if not facts.grace_months:
        return facts.published_on or facts.on
    least = parameter("grace-shortest", on=facts.on).length
    most = parameter("grace-longest", on=facts.on).length
    if not least <= facts.grace_months <= most:
        raise Refusal(
            code="listing.grace_out_of_span",
            message=f"宽限期应当在{least}至{most}个月之间。",
            cure="请更正月数；不给宽限期的填 0。",
            field="grace_months",
            provisions=("grace-period",),
        )
    ends = add_months(facts.on, facts.grace_months)
    steps.append(
        Step(
            "宽限期届满日",
            f"决定之日起{facts.grace_months}个月，期间不公布",
            {"决定日": facts.on.isoformat()},
            ends.isoformat(),
            ("grace-period",),
        )
    )
    return facts.published_on or ends + timedelta(days=1)


def _term_end(start: date, years: int) -> date:
    return due_on(start, Period(years, Unit.YEAR), Kind.MEASURE).due


def _term(
    facts: DebtorListingFacts, held: list[ListingGround], published: date, steps: list[Step]
) -> tuple[date | None, tuple[str, ...]]:
    """When a listing with a term ends, and what the other reading of its start would give."""
    if not _has_terms(facts.on):
        steps.append(Step("纳入期限", "2013年的文本没有期限", {}, "无", ("dishonest-list",)))
        return None, ()
    fixed = [ground for ground in held if ground != "able_refuses"]
    if not fixed:
        words = "有履行能力而拒不履行的，没有期限，至删除事由发生"
        steps.append(Step("纳入期限", words, {}, "无", ("listing-term",)))
        return None, ()
    extension = _extension(facts, facts.several_acts or len(held) > 1)
    found = parameter("listing-fixed-term", on=facts.on)
    years = found.length + extension
    starts: dict[TermStart, date] = {"decision": facts.on, "publication": published}
    ends = {name: _term_end(day, years) for name, day in starts.items()}
    chosen = ends[facts.term_from]
    steps.append(
        Step(
            "纳入期限届满日",
            f"{found.length}年" + (f"＋延长{extension}年" if extension else ""),
            {"起算日": starts[facts.term_from].isoformat()},
            chosen.isoformat(),
            ("listing-term",),
        )
    )
    if "able_refuses" in held and provisions()["double-listing"].on(facts.on):
        words = "同时有无期限的情形；全部履行后，两项信息一般一并删除"
        steps.append(Step("两项信息并存", words, {}, "一并删除", ("double-listing",)))
    return chosen, _term_questions(facts, starts, ends)


def _term_questions(
    facts: DebtorListingFacts, starts: dict[TermStart, date], ends: dict[TermStart, date]
) -> tuple[str, ...]:
    if starts["decision"] == starts["publication"]:
        return ()
    words = {"decision": "作出决定之日", "publication": "公布之日"}
    other: TermStart = "publication" if facts.term_from == "decision" else "decision"
    return (
        f"条文没有写明期限自何日起算；此处自{words[facts.term_from]}起算，"
        f"至{ends[facts.term_from]}；如自{words[other]}（{starts[other]}）起算，至{ends[other]}。",
    )


def _removed(facts: DebtorListingFacts, term_ends: date | None, steps: list[Step]) -> date | None:
    """The last day to take the entry off the list, None where no day follows from the facts."""
    if facts.removal is not None and facts.removal_on is None:
        raise Refusal(
            code="listing.removal_without_day",
            message="没有填写删除事由发生的日期。",
            cure="请填写 removal_on。",
            field="removal_on",
        )
    if facts.removal in _WRONG and facts.removal_on is not None:
        wrong = facts.removal == "wrongly_listed"
        key = "listing-withdrawal-term" if wrong else "listing-correction-term"
        return _within(_WRONG[facts.removal], facts.removal_on, key, steps)
    if term_ends is not None:
        return _within("纳入期限届满", term_ends, "dishonest-removal-term", steps)
    if facts.removal is None or facts.removal_on is None:
        return None
    title = _removal_title(facts, facts.removal, facts.removal_on)
    if not provisions()["dishonest-removal"].on(facts.removal_on):
        words = f"{title}；2013年的文本没有规定天数"
        steps.append(Step("删除失信信息", words, {}, "及时删除", ("dishonest-removal-2013",)))
        return None
    return _within(title, facts.removal_on, "dishonest-removal-term", steps)


def _removal_title(facts: DebtorListingFacts, removal: str, day: date) -> str:
    grounds = {
        row["key"]: row["title"] for row in parameter("listing-removal-grounds", on=day).value
    }
    if removal not in grounds:
        raise Refusal(
            code="listing.unknown_removal",
            message=f"{day.isoformat()} 的规定没有“{removal}”这一种删除事由。",
            cure="可选：" + "、".join((*grounds, *_WRONG)) + "。",
            field="removal",
        )
    if removal == "empty_queries" and facts.removal_queries is not None:
        needed = parameter("deletion-empty-queries", on=day)
        if facts.removal_queries < needed.length:
            raise Refusal(
                code="listing.too_few_queries",
                message=f"终本后须{needed.length}次以上网络查询未发现财产，只有{facts.removal_queries}次。",
                cure="查询次数足够后再删除。",
                field="removal_queries",
                provisions=("dishonest-removal",),
            )
    return str(grounds[removal])


def _within(event: str, day: date, key: str, steps: list[Step]) -> date:
    found = parameter(key, on=day)
    ends = add_working_days(day, found.length)
    steps.append(
        Step(
            "最迟删除、撤销或者更正的日期",
            f"{event}之日起{found.length}个工作日内",
            {event: day.isoformat()},
            ends.isoformat(),
            tuple(each.key for each in found.provisions),
        )
    )
    return ends


def _relist_from(facts: DebtorListingFacts, steps: list[Step]) -> date | None:
    if facts.removal != "creditor_asks" or facts.removal_on is None:
        return None
    bar = parameter("relisting-bar", on=facts.removal_on)
    first = add_months(facts.removal_on, bar.length) + timedelta(days=1)
    steps.append(
        Step(
            "可以再次申请纳入的首日",
            f"因申请执行人申请删除的，{bar.length}个月内再次申请不予支持",
            {"删除日": facts.removal_on.isoformat()},
            first.isoformat(),
            ("dishonest-removal",),
        )
    )
    return first


@rule
def dishonest_listing(facts: DebtorListingFacts) -> Finding[DebtorListing]:
    """Whether a debtor must be listed, until when, and by when the entry must be removed.

    Refuses with `listing.*`, and with `law.provision_not_in_force` before 2013-10-01.
    """
    cited = {each.key: each for each in citations("dishonest-list", on=facts.on)}
    answers = _weigh(facts)
    steps = [_ground_step(each) for each in answers]
    held = [each.ground for each in answers if each.holds]
    must = bool(held)
    steps.append(
        Step("纳入失信名单", "", {}, "应当纳入" if must else "不得纳入", ("dishonest-list",))
    )
    publish = term_ends = None
    questions: tuple[str, ...] = ()
    if must:
        publish = _publish_from(facts, steps)
        term_ends, questions = _term(facts, held, publish, steps)
    remove_by = _removed(facts, term_ends, steps)
    relist = _relist_from(facts, steps)
    for step in steps:
        for key in step.provisions:
            day = facts.on if provisions()[key].on(facts.on) else facts.removal_on or term_ends
            assert day is not None
            cited |= {each.key: each for each in citations(key, on=day)}
    value = DebtorListing(must, answers, publish, term_ends, remove_by, relist)
    return Finding(value, tuple(steps), tuple(cited.values()), questions)


def _ground_step(answer: GroundAnswer) -> Step:
    why = "；".join(each.words for each in answer.obstacles)
    keys = tuple(dict.fromkeys(each.provision for each in answer.obstacles)) or ("dishonest-list",)
    return Step(
        GROUND_TITLES[answer.ground], why, {}, "应当纳入" if answer.holds else "不予纳入", keys
    )

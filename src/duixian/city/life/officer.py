"""What officers and their clerks do from the first notice to the end of the survey."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from duixian.city.life.turn import Turn
from duixian.contexts.assets import queries as assets
from duixian.contexts.cases.models import CaseParty
from duixian.contexts.documents import queries as documents
from duixian.contexts.documents.models import Document
from duixian.kernel.roles import Role

NOTICE = "documents.issue_enforcement_notice"
FILING_NOTICE = "documents.issue_filing_notice"
SERVE = "documents.record_service"
ORDER_DECLARATION = "assets.order_declaration"
INQUIRE = "assets.send_inquiries"
SURVEY_STEP = "assets.record_survey_step"
CONCLUDE = "assets.conclude_survey"
VERIFY_LEAD = "assets.verify_lead"

_BY_PUBLIC_NOTICE_AFTER = 12
_ANSWERS_GROW_OLD_AFTER = 60


def begin(turn: Turn) -> None:
    """The first papers of a case, and the first questions to the institutions."""
    if not turn.has(FILING_NOTICE):
        turn.do(FILING_NOTICE, by=turn.one_of(Role.FILING_HALL))
    if not turn.has(NOTICE):
        turn.do(NOTICE)
    if not turn.has(ORDER_DECLARATION):
        turn.do(ORDER_DECLARATION)
    if not turn.has(INQUIRE):
        turn.do(INQUIRE)
        turn.come_back_in(2)


def serve_papers(turn: Turn) -> None:
    """Bring every paper that must be served to the debtors, or put on record that one was not."""
    papers = list(documents.to_be_served(turn.case.pk).order_by("id"))
    if not papers:
        return
    reached, tried = _served(turn, papers)
    for debtor in turn.debtors:
        left = [paper for paper in papers if (paper.pk, debtor.pk) not in reached]
        if left:
            _serve(turn, debtor, left, tried)


def _served(
    turn: Turn, papers: list[Document]
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Paper and debtor: who was reached; who was at least tried."""
    reached: set[tuple[int, int]] = set()
    tried: set[tuple[int, int]] = set()
    for service in documents.services_of(turn.case.pk):
        if service.recipient_id is None:
            continue
        pair = (service.document_id, service.recipient_id)
        tried.add(pair)
        if service.completed_on is not None:
            reached.add(pair)
    return reached, tried


def _serve(
    turn: Turn, debtor: CaseParty, papers: list[Document], tried: set[tuple[int, int]]
) -> None:
    clerk = turn.one_of(Role.CLERK)
    facts = {
        "documents": [paper.pk for paper in papers],
        "recipient": debtor.pk,
        "served_on": turn.today,
    }
    if turn.truth(debtor).disposition in ("vanished", "dead", "shell"):
        _serve_the_absent(turn, debtor, papers, tried, facts)
        return
    how = turn.luck("serve", debtor.seq).random()
    if how < 0.45:
        facts |= {"method": "in_person", "received_by": debtor.party.name}
    elif how < 0.85:
        number = turn.luck("mail", debtor.seq).randrange(10**9, 10**10)
        facts |= {"method": "post", "receipt": f"邮件号{number}，本人签收"}
    else:
        facts |= {"method": "left", "receipt": "见证人：社区工作人员一名，并拍照"}
    turn.do(SERVE, facts, by=clerk, about=debtor.pk)


def _serve_the_absent(
    turn: Turn,
    debtor: CaseParty,
    papers: list[Document],
    tried: set[tuple[int, int]],
    facts: dict[str, object],
) -> None:
    """By post first, which comes back; then by public notice."""
    clerk = turn.one_of(Role.CLERK)
    if any((paper.pk, debtor.pk) not in tried for paper in papers):
        fresh = [paper.pk for paper in papers if (paper.pk, debtor.pk) not in tried]
        returned = {"method": "post", "delivered": False, "reason": "查无此人，退回"}
        turn.do(SERVE, {**facts, "documents": fresh, **returned}, by=clerk, about=debtor.pk)
        turn.come_back_in(_BY_PUBLIC_NOTICE_AFTER)
    elif turn.days_since(SERVE) >= _BY_PUBLIC_NOTICE_AFTER:
        notice = {
            "method": "public",
            "receipt": "人民法院公告网",
            "reason": "受送达人下落不明，邮寄退回",
        }
        turn.do(SERVE, {**facts, **notice}, by=clerk, about=debtor.pk)


def survey(turn: Turn) -> None:
    """Follow leads, ask again what failed, visit, and conclude when nothing is left to ask."""
    if turn.has("assets.report_lead"):
        _verify_leads(turn)
    if turn.has(CONCLUDE) or not turn.has(INQUIRE):
        return
    covered = assets.coverage_of(turn.case.pk, turn.today)
    if covered.outstanding:
        turn.come_back_in(4)
        return
    if covered.missing:
        _ask_at_the_counter(turn, covered.missing)
        covered = assets.coverage_of(turn.case.pk, turn.today)
    if covered.missing or any(not lead.outcome for lead in assets.leads_of(turn.case.pk)):
        return
    visit(turn)
    counts = assets.asset_counts(turn.case.pk)
    found = "查到财产" if counts else "未查到可供执行的财产"
    turn.do(CONCLUDE, {"conclusion": f"网络查询均已反馈，线下调查完毕，{found}。"})


def _ask_at_the_counter(turn: Turn, missing: Iterable[tuple[int, str]]) -> None:
    by_debtor: dict[int, list[str]] = {}
    for debtor, kind in missing:
        by_debtor.setdefault(debtor, []).append(kind)
    for debtor, kinds in by_debtor.items():
        turn.do(
            SURVEY_STEP,
            {
                "debtor": debtor,
                "kind": "offline_inquiry",
                "on": turn.today,
                "place": "登记机构窗口",
                "people": turn.officer.name,
                "covers": kinds,
                "note": "持协助执行通知书到窗口查询，未查到登记。",
            },
            about=debtor,
        )


def visit(turn: Turn) -> None:
    """Go to where each debtor lives or works, once."""
    been = {
        step.debtor_id for step in assets.survey_steps_of(turn.case.pk) if step.kind == "home_visit"
    }
    for debtor in turn.debtors:
        if debtor.pk in been:
            continue
        facts = {
            "debtor": debtor.pk,
            "kind": "home_visit",
            "on": turn.today,
            "place": (debtor.party.address or "被执行人住所地")[:200],
            "people": f"{turn.officer.name}、书记员一名",
            "note": "走访住所地，向邻里了解被执行人的居住和经营情况。",
        }
        turn.do(SURVEY_STEP, facts, about=f"visit {debtor.seq}")


def ask_again(turn: Turn) -> bool:
    """Ask the institutions anew when what they said is old; whether answers are awaited."""
    progress = assets.progress_of([turn.case.pk]).get(turn.case.pk)
    if progress is not None and progress.waiting:
        return True
    _ask_at_the_counter(turn, _old_at_the_counter(turn))
    if turn.days_since("assets.record_answer") < _ANSWERS_GROW_OLD_AFTER:
        return False
    return turn.do(INQUIRE, about="again") is not None


def _old_at_the_counter(turn: Turn) -> list[tuple[int, str]]:
    """Debtors and kinds asked about at a counter so long ago that it must be done again."""
    last: dict[tuple[int, str], date] = {}
    for step in assets.survey_steps_of(turn.case.pk):
        for debtor in turn.debtors:
            if step.debtor_id in (None, debtor.pk):
                last |= {(debtor.pk, kind): step.on for kind in step.covers}
    return [
        pair
        for pair, day in sorted(last.items())
        if (turn.today - day).days >= _ANSWERS_GROW_OLD_AFTER
    ]


def _verify_leads(turn: Turn) -> None:
    seqs = {debtor.pk: debtor.seq for debtor in turn.debtors}
    for lead in assets.leads_of(turn.case.pk).filter(outcome=""):
        hurry = turn.luck("lead", seqs.get(lead.debtor_id, 0)).random()
        if lead.due_on and turn.today < lead.due_on and hurry < 0.4:
            continue
        matching = [
            each
            for each in assets.assets_of(turn.case.pk)
            if each.kind == lead.kind and each.owner_id == lead.debtor_id
        ]
        facts: dict[str, object] = {"lead": lead.pk}
        if matching:
            facts |= {"outcome": "found", "asset": matching[0].pk, "note": "线索属实，已登记财产。"}
        else:
            facts |= {"outcome": "not_found", "note": "经向登记机构核实，未查到该财产。"}
        turn.do(VERIFY_LEAD, facts, about=lead.pk)

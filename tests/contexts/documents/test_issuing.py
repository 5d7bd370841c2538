"""Papers come from acts: numbered without gaps, every value traced, printed the same each time."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import docx
import pypdf
import pytest
from django.db import DatabaseError, connection, transaction

from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.acts_assignment import FormPanel
from duixian.contexts.cases.acts_course import ResumeCase, SuspendCase
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.documents import issuing, queries, templates
from duixian.contexts.documents.acts import (
    IssueDocument,
    IssueEnforcementNotice,
    IssueFilingNotice,
)
from duixian.contexts.documents.blocks import plain_text
from duixian.contexts.documents.models import Document, TemplateText
from duixian.contexts.record import hooks
from duixian.contexts.record.actors import Actor
from duixian.contexts.record.acts import Doing, catalogue, read_facts
from duixian.contexts.record.doing import Done, do
from duixian.contexts.record.models import Entry
from duixian.contexts.record.viewing import viewing
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role
from tests.world import World, act, effected, file_case, on_day

RULING = {
    "kind": "general_ruling",
    "facts": "经查，原裁定有笔误。",
    "reasons": "原裁定确有笔误，应予补正。",
    "basis": "《中华人民共和国民事诉讼法》有关补正笔误",
    "order": "补正原裁定。",
}


def issue_notice(world: World, case_id: int, day: str = "2016-12-14", **facts: Any) -> Document:
    """The officer issues the enforcement notice; returns the paper."""
    with on_day(day):
        done = do(act(IssueEnforcementNotice, case=case_id, **facts), by=world.jinghu.officer)
    assert isinstance(done, Done)
    with viewing(world.jinghu.officer):
        return queries.document(done.result["document"])


def rule(world: World, case_id: int, day: str = "2017-01-10") -> Document:
    """A ruling of free text, signed by the director."""
    court = world.jinghu
    with on_day(day):
        done = effected(
            do(read_facts(IssueDocument, {"case": case_id, **RULING}), by=court.officer),
            court.director,
        )
    with viewing(court.officer):
        return queries.document(done.result["document"])


def words(document: Document, by: Actor) -> str:
    with viewing(by):
        return plain_text(queries.sheet(document.pk))


def test_the_notice_says_what_the_record_knows_and_nobody_types_it(world: World) -> None:
    case_id = file_case(world.jinghu)
    text = words(issue_notice(world, case_id), world.jinghu.officer)
    assert text.startswith(
        "安徽省芜湖市镜湖区人民法院\n执行通知书\n(2016)皖0202执1号\n方某平、安徽澄江装饰"
    )
    assert "给付本金860,000.00元、已确定的利息、违约金41,258.44元、诉讼费用17,220.00元" in text
    assert "本院于2016年12月12日立案" in text
    assert "依照《中华人民共和国民事诉讼法》第二百四十条" in text
    assert "负担执行申请费11,584.78元（人民币壹万壹仟伍佰捌拾肆元柒角捌分）" in text
    assert "承办人：承办人1" in text
    assert text.rstrip().endswith("二〇一六年十二月十四日")


def test_every_value_names_the_row_or_rule_it_was_read_from(world: World) -> None:
    case_id = file_case(world.jinghu)
    notice = issue_notice(world, case_id)
    assert notice.facts["cause"] == {
        "value": "买卖合同纠纷",
        "source": f"cases.Case#{case_id}.cause",
    }
    assert notice.facts["fee"]["source"].startswith("law: enforcement-fee")
    assert notice.facts["basis"]["source"] == (
        "law: enforcement-notice-law, enforcement-notice, notice-work-rules @ 2016-12-14"
    )
    with viewing(world.jinghu.officer):
        fields = queries.fields_of(queries.document(notice.pk))
    assert {"label", "value", "source"} <= set(fields[0])
    assert all(field["source"] for field in fields)


def test_the_notice_meets_its_clock(world: World) -> None:
    case_id = file_case(world.jinghu)
    issue_notice(world, case_id)
    with viewing(world.jinghu.officer):
        clocks = {each.node: each for each in deadlines.of_case(case_id)}
    assert clocks["enforcement_notice"].state == "met"


def test_a_second_notice_to_the_same_debtors_is_refused(world: World) -> None:
    case_id = file_case(world.jinghu)
    with viewing(world.jinghu.officer):
        first, second = [each.pk for each in cases.debtors_of(case_id)]
    issue_notice(world, case_id, debtors=[first])
    with pytest.raises(Refusal, match=r"documents\.not_to_be_notified"):
        issue_notice(world, case_id, debtors=[first])
    rest = issue_notice(world, case_id)
    assert "方某平" not in rest.addressee
    assert rest.facts["addressee"]["source"] == f"cases.CaseParty#{second}"
    with pytest.raises(Refusal, match=r"documents\.notice_issued_already"):
        issue_notice(world, case_id)


def test_rulings_of_a_case_are_numbered_without_gaps(world: World) -> None:
    case_id = file_case(world.jinghu)
    other_id = file_case(world.jinghu)
    first = rule(world, case_id)
    with on_day("2017-01-11"), pytest.raises(RuntimeError), transaction.atomic():
        effected(
            do(read_facts(IssueDocument, {"case": case_id, **RULING}), by=world.jinghu.officer),
            world.jinghu.director,
        )
        raise RuntimeError("the act's transaction is rolled back, and so is its number")
    second = rule(world, case_id)
    assert [first.number, second.number] == ["(2016)皖0202执1号之一", "(2016)皖0202执1号之二"]
    assert rule(world, other_id).number == "(2016)皖0202执2号之一"
    assert issue_notice(world, case_id).number == "(2016)皖0202执1号"


def test_an_unsigned_ruling_is_no_paper_yet(world: World) -> None:
    case_id = file_case(world.jinghu)
    with on_day("2017-01-10"):
        do(read_facts(IssueDocument, {"case": case_id, **RULING}), by=world.jinghu.officer)
    with viewing(world.jinghu.officer):
        assert not queries.documents_of(case_id).exists()
    paper = rule(world, case_id)
    assert [signer["name"] for signer in paper.signers] == ["执行局长1"]


def test_the_panel_signs_and_a_case_without_one_is_signed_by_its_officer(world: World) -> None:
    case_id = file_case(world.jinghu)
    court = world.jinghu
    assert "执行员\t承办人1" in words(rule(world, case_id), court.officer)
    judges = [each.pk for each in court.people[Role.PANEL_JUDGE]]
    with on_day("2017-01-10"):
        do(
            act(FormPanel, case=case_id, presiding=judges[1], members=[judges[0], judges[2]]),
            by=court.director,
        )
    text = words(rule(world, case_id), court.officer)
    assert "审判长\t合议庭法官2\n审判员\t合议庭法官1\n审判员\t合议庭法官3\n" in text


def test_an_act_of_another_room_issues_its_ruling_through_the_door(world: World) -> None:
    case_id = file_case(world.jinghu)
    court = world.jinghu
    with on_day("2017-02-01"):
        suspend = act(SuspendCase, case=case_id, ground="party_died", explanation="等待继承人")
        done = effected(do(suspend, by=court.officer), court.director)
    with viewing(court.officer):
        paper = queries.document(done.result["document"])
        text = plain_text(queries.sheet(paper.pk))
        assert Entry.objects.get(pk=paper.entry_id).act == "cases.suspend_case"
    assert "作为一方当事人的公民死亡，需等待继承。等待继承人。" in text
    assert "中止本案的执行。" in text
    with on_day("2017-03-01"):
        do(act(ResumeCase, case=case_id, reason="继承人已确定"), by=court.officer)


def test_a_paper_prints_the_same_bytes_each_time(world: World) -> None:
    case_id = file_case(world.jinghu)
    paper = rule(world, case_id)
    with viewing(world.jinghu.officer):
        first = queries.render_pdf(paper.pk), queries.render_docx(paper.pk)
        again = queries.render_pdf(paper.pk), queries.render_docx(paper.pk)
    assert first == again
    assert "执行裁定书" in pypdf.PdfReader(io.BytesIO(first[0])).pages[0].extract_text()
    assert docx.Document(io.BytesIO(first[1])).paragraphs[1].text == "执行裁定书"


def test_a_template_improved_later_changes_no_paper_of_the_past(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = file_case(world.jinghu)
    before = issue_notice(world, case_id, debtors=[])
    said = words(before, world.jinghu.officer)
    newer = replace(
        templates.template("general_notice"), version="2027.1", body="@to {{ addressee }}\n新样式"
    )
    monkeypatch.setattr(issuing, "template", lambda kind: newer)
    monkeypatch.setattr(templates, "_load", lambda kind: newer)
    assert words(before, world.jinghu.officer) == said


def test_identity_numbers_are_sealed_in_the_table_and_plain_on_the_ruling(world: World) -> None:
    case_id = file_case(world.jinghu)
    paper = rule(world, case_id)
    stored = str(paper.facts)
    assert "sealed:" in stored and "349900" not in stored
    text = words(paper, world.jinghu.officer)
    assert "方某平，男，1974年3月15日出生，公民身份号码349900" in text or (
        "方某平，女，1974年3月15日出生，公民身份号码349900" in text
    )
    with viewing(world.jinghu.officer):
        shown = str(queries.fields_of(queries.document(paper.pk)))
    assert "349900" not in shown and "sealed:" not in shown


def test_a_paper_cannot_be_changed_or_deleted(world: World) -> None:
    paper = rule(world, file_case(world.jinghu))
    with viewing(world.jinghu.officer):
        for statement in (
            "UPDATE documents_document SET number = 'x' WHERE id = %s",
            "DELETE FROM documents_document WHERE id = %s",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, [paper.pk])


def test_words_that_do_not_give_the_recorded_hash_are_not_printed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = rule(world, file_case(world.jinghu))
    honest = Document.values.fget
    assert honest is not None
    changed = property(lambda self: {**honest(self), "order": "撤销原裁定。"})
    monkeypatch.setattr(Document, "values", changed)
    with viewing(world.jinghu.officer), pytest.raises(Refusal, match=r"documents\.altered"):
        queries.render_pdf(paper.pk)


def test_another_court_sees_no_paper(world: World) -> None:
    paper = rule(world, file_case(world.jinghu))
    with viewing(world.jiujiang.officer):
        assert not Document.objects.exists()
        with pytest.raises(Refusal) as refused:
            queries.render_pdf(paper.pk)
    assert refused.value.status == 404
    with viewing(world.city.president):
        assert queries.render_pdf(paper.pk).startswith(b"%PDF")


def test_a_notice_of_free_text_needs_its_words(world: World) -> None:
    case_id = file_case(world.jinghu)
    with on_day("2017-01-10"), pytest.raises(Refusal) as refused:
        do(
            act(IssueDocument, case=case_id, addressee="安徽皖江建材有限公司"),
            by=world.jinghu.officer,
        )
    assert (refused.value.code, refused.value.field) == ("documents.value_missing", "text")


def test_the_filing_notice_names_the_officer(world: World) -> None:
    case_id = file_case(world.jinghu)
    with on_day("2016-12-13"):
        done = do(act(IssueFilingNotice, case=case_id), by=world.jinghu.filing)
        assert isinstance(done, Done)
        with pytest.raises(Refusal, match=r"documents\.filing_notice_issued_already"):
            do(act(IssueFilingNotice, case=case_id), by=world.jinghu.filing)
    with viewing(world.jinghu.filing):
        text = plain_text(queries.sheet(done.result["document"]))
    assert "本案承办人为承办人1" in text
    assert "申请执行标的额918,478.44元" in text


def test_a_demonstration_prints_its_mark_and_keeps_it(world: World, settings: Any) -> None:
    settings.SYNTHETIC_NOTICE = "演示数据　人物、案件均属虚构"
    paper = rule(world, file_case(world.jinghu))
    settings.SYNTHETIC_NOTICE = ""
    with viewing(world.jinghu.officer):
        assert queries.sheet(paper.pk).notice == "演示数据　人物、案件均属虚构"


def test_one_template_text_serves_many_papers(world: World) -> None:
    case_id = file_case(world.jinghu)
    rule(world, case_id)
    rule(world, case_id)
    assert TemplateText.objects.filter(kind="general_ruling").count() == 1


def test_every_act_that_promises_a_paper_has_its_template() -> None:
    promised = {each.document for each in catalogue if each.document is not None}
    assert "enforcement_notice" in promised
    assert promised <= set(templates.kinds())


def test_issuing_costs_a_fixed_number_of_queries(
    world: World, django_assert_max_num_queries: Any
) -> None:
    """However many parties a case has: what the record knows is read once a paper."""
    case_id = file_case(world.jinghu)
    rule(world, case_id)
    with (
        on_day("2017-01-12"),
        viewing(world.jinghu.officer),
        django_assert_max_num_queries(30),
    ):
        do(
            read_facts(
                IssueDocument, {"case": case_id, "addressee": "徽商银行", "text": "请予协助。"}
            ),
            by=world.jinghu.officer,
        )


def test_values_may_be_given_as_the_act_has_them(world: World) -> None:
    """Dates, tuples and sources as they are: the facts are kept as JSON all the same."""
    case_id = file_case(world.jinghu)
    ids: list[int] = []

    def with_an_order(kind: str, at: Doing, values: Any, *, about: Any) -> int:
        given = {
            "restricted": "方某平",
            "ground": {"value": "未按期履行", "source": "act.ground"},
            "starts_on": at.on,
        }
        of = {"restriction": 7}
        ids.append(issuing.issue("consumption_restriction_order", at, given, about=of))
        return issuing.issue(kind, at, values, about=about)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hooks, "issue_document", with_an_order)
        issue_notice(world, case_id)
    with viewing(world.jinghu.officer):
        order = queries.document(ids[0])
    assert order.facts["starts_on"] == {
        "value": "2016-12-14",
        "source": "sanctions.Restriction.starts_on",
    }
    assert order.facts["ground"]["source"] == "act.ground"
    assert order.about == {"restriction": 7}
    assert order.number == "(2016)皖0202执1号之一"


def test_a_paper_refused_for_a_missing_value_leaves_nothing_behind(world: World) -> None:
    case_id = file_case(world.jinghu)

    def without_ground(kind: str, at: Doing, values: Any, *, about: Any) -> int:
        return issuing.issue("ruling_suspend", at, {"explanation": "等待继承人"})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hooks, "issue_document", without_ground)
        with on_day("2016-12-14"), pytest.raises(Refusal) as refused:
            do(act(IssueEnforcementNotice, case=case_id), by=world.jinghu.officer)
    assert refused.value.field == "ground"
    with viewing(world.jinghu.officer):
        assert not queries.documents_of(case_id).exists()
        assert not Entry.objects.filter(case_id=case_id, act=IssueEnforcementNotice.code).exists()


def test_account_numbers_are_sealed_in_the_table_and_plain_on_the_notice(world: World) -> None:
    case_id = file_case(world.jinghu)
    account = "6200000000003308"
    ids: list[int] = []

    def with_a_levy(kind: str, at: Doing, values: Any, *, about: Any) -> int:
        given = {
            "institution": "徽商银行芜湖分行",
            "owner": "方某平",
            "ruling_number": "(2016)皖0202执1号之一",
            "amount": 14230577,
            "items": [{"holder": "方某平", "account": account, "amount": "142,305.77"}],
            "account_name": "芜湖市镜湖区人民法院",
            "account_bank": "徽商银行",
            "account_number": "6200000000005121",
        }
        ids.append(issuing.issue("notice_of_assistance_levy", at, given))
        return issuing.issue(kind, at, values, about=about)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hooks, "issue_document", with_a_levy)
        issue_notice(world, case_id)
    with viewing(world.jinghu.officer):
        paper = queries.document(ids[0])
        assert account not in str(paper.facts) + str(queries.fields_of(paper))
        assert account in plain_text(queries.sheet(paper.pk))

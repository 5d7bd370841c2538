"""Service of process: who got which paper, when the law takes it as served, and what it meets."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duixian.contexts.cases import queries as cases
from duixian.contexts.documents import issuing, queries
from duixian.contexts.documents.acts_service import RecordService
from duixian.contexts.documents.blocks import plain_text
from duixian.contexts.documents.engine import (
    Attempt,
    Method,
    check_attempt,
    completed_on,
    document_number,
)
from duixian.contexts.documents.models import Service
from duixian.contexts.record import hooks
from duixian.contexts.record.acts import Doing
from duixian.contexts.record.doing import Done, do
from duixian.contexts.record.viewing import viewing
from duixian.kernel.findings import Refusal
from tests.world import World, act, file_case, on_day

from .test_issuing import issue_notice, rule


def serve(world: World, case_id: int, papers: list[int], day: str, **facts: Any) -> Done:
    with on_day(day):
        done = do(
            act(RecordService, case=case_id, documents=papers, **facts), by=world.jinghu.officer
        )
    assert isinstance(done, Done)
    return done


def debtors(world: World, case_id: int) -> list[int]:
    with viewing(world.jinghu.officer):
        return [each.pk for each in cases.debtors_of(case_id)]


@pytest.mark.parametrize(
    ("published", "complete"),
    [
        (date(2017, 3, 1), date(2017, 4, 30)),
        (date(2021, 12, 31), date(2022, 3, 1)),
        (date(2022, 1, 1), date(2022, 1, 31)),
        (date(2024, 2, 1), date(2024, 3, 2)),
    ],
)
def test_public_notice_is_complete_after_sixty_days_and_since_2022_after_thirty(
    published: date, complete: date
) -> None:
    finding = completed_on(Method.PUBLIC, published)
    assert finding.value == complete
    assert [citation.key for citation in finding.provisions] == ["public-notice-service"]
    assert finding.steps[0].value == complete.isoformat()


@given(
    method=st.sampled_from([each for each in Method if each is not Method.PUBLIC]),
    day=st.dates(date(2000, 1, 1), date(2026, 12, 31)),
)
def test_every_other_way_is_complete_the_same_day(method: Method, day: date) -> None:
    assert completed_on(method, day).value == day


@given(day=st.dates(date(2000, 1, 1), date(2026, 12, 31)))
def test_public_notice_is_never_complete_before_thirty_days(day: date) -> None:
    assert (completed_on(Method.PUBLIC, day).value - day).days in (30, 60)


DAY = date(2017, 3, 1)


@pytest.mark.parametrize(
    ("attempt", "code"),
    [
        (Attempt(Method.IN_PERSON, DAY, date(2017, 3, 2)), "served_before_issued"),
        (Attempt(Method.POST, DAY, DAY), "receipt_missing"),
        (Attempt(Method.LEFT, DAY, DAY), "receipt_missing"),
        (Attempt(Method.ENTRUSTED, DAY, DAY), "receipt_missing"),
        (Attempt(Method.ELECTRONIC, DAY, DAY), "consent_missing"),
        (
            Attempt(Method.ELECTRONIC, DAY, DAY, is_ruling=True, consented=True),
            "ruling_not_electronic",
        ),
        (Attempt(Method.PUBLIC, DAY, DAY, receipt="人民法院报"), "public_notice_unfounded"),
        (Attempt(Method.PUBLIC, DAY, DAY, reason="下落不明"), "public_notice_unfounded"),
        (Attempt(Method.POST, DAY, DAY, delivered=False), "reason_missing"),
        (
            Attempt(Method.PUBLIC, DAY, DAY, delivered=False, reason="未刊登"),
            "public_notice_cannot_fail",
        ),
    ],
)
def test_a_service_the_law_does_not_know_is_refused_with_its_cure(
    attempt: Attempt, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        check_attempt(attempt)
    assert refused.value.code == f"documents.{code}"
    assert refused.value.cure and refused.value.field


@pytest.mark.parametrize(
    "attempt",
    [
        Attempt(Method.IN_PERSON, DAY, DAY),
        Attempt(Method.ELECTRONIC, DAY, DAY, consented=True),
        Attempt(Method.ELECTRONIC, date(2022, 1, 1), DAY, is_ruling=True, consented=True),
        Attempt(Method.LEFT, DAY, DAY, receipt="见证人何某，居委会干部"),
        Attempt(Method.PUBLIC, DAY, DAY, receipt="人民法院报", reason="下落不明"),
        Attempt(Method.POST, DAY, DAY, delivered=False, reason="查无此人退回"),
    ],
)
def test_a_service_the_law_knows_passes(attempt: Attempt) -> None:
    check_attempt(attempt)


def test_numbers_read_as_courts_write_them() -> None:
    assert document_number("(2017)皖0202执512号", None) == "(2017)皖0202执512号"
    assert document_number("(2017)皖0202执512号", 21) == "(2017)皖0202执512号之二十一"


def test_the_notice_is_served_and_the_receipt_is_in_the_file(world: World) -> None:
    case_id = file_case(world.jinghu)
    notice = issue_notice(world, case_id)
    person = debtors(world, case_id)[0]
    done = serve(world, case_id, [notice.pk], "2016-12-20", recipient=person, received_by="方某平")
    with viewing(world.jinghu.officer):
        assert queries.kind_served_on(case_id, "enforcement_notice", person) is not None
        assert not queries.unserved(case_id).exists()
        receipt = plain_text(queries.sheet(done.result["document"]))
    assert "受送达人\t方某平" in receipt
    assert "送达完成日期\t2016年12月20日" in receipt
    assert done.result["completed_on"] == "2016-12-20"


def test_the_same_paper_is_not_served_twice_on_one_person(world: World) -> None:
    case_id = file_case(world.jinghu)
    notice = issue_notice(world, case_id)
    first, second = debtors(world, case_id)
    serve(world, case_id, [notice.pk], "2016-12-20", recipient=first)
    with pytest.raises(Refusal, match=r"documents\.served_already"):
        serve(world, case_id, [notice.pk], "2016-12-21", recipient=first)
    serve(world, case_id, [notice.pk], "2016-12-21", recipient=second)


def test_service_on_a_debtor_names_the_measure_it_told_of(world: World) -> None:
    case_id = file_case(world.jinghu)

    def of_a_measure(kind: str, at: Doing, values: Any, *, about: Any) -> int:
        return issuing.issue(kind, at, values, about={"measure": 5, "debtor": [1, 2, 3]})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hooks, "issue_document", of_a_measure)
        notice = issue_notice(world, case_id)
    person = debtors(world, case_id)[0]
    bank = serve(world, case_id, [notice.pk], "2016-12-20", recipient_name="徽商银行")
    assert "measure" not in bank.result and "debtor" not in bank.result
    failed = serve(
        world,
        case_id,
        [notice.pk],
        "2016-12-20",
        recipient=person,
        delivered=False,
        reason="外出",
    )
    assert "measure" not in failed.result
    told = serve(world, case_id, [notice.pk], "2016-12-21", recipient=person)
    assert (told.result["measure"], told.result["debtor"]) == ([5], person)


def test_a_failed_attempt_is_kept_and_public_notice_follows(world: World) -> None:
    case_id = file_case(world.jinghu)
    notice = issue_notice(world, case_id)
    person = debtors(world, case_id)[0]
    failed = serve(
        world,
        case_id,
        [notice.pk],
        "2016-12-20",
        recipient=person,
        method="post",
        delivered=False,
        reason="查无此人退回",
    )
    assert failed.result["completed_on"] is None
    with viewing(world.jinghu.officer):
        assert not queries.is_served_on(notice, person)
    published = serve(
        world,
        case_id,
        [notice.pk],
        "2017-01-05",
        recipient=person,
        method="public",
        receipt="《人民法院报》2017年1月5日G12版",
        reason="下落不明，邮寄退回",
    )
    assert published.result["completed_on"] == "2017-03-06"
    with viewing(world.jinghu.officer):
        methods = [each.method for each in queries.services_of(case_id)]
    assert methods == ["public", "post"]


def test_a_stranger_or_a_paper_of_another_case_is_refused(world: World) -> None:
    case_id, other_id = file_case(world.jinghu), file_case(world.jinghu)
    notice = issue_notice(world, case_id)
    stranger = debtors(world, other_id)[0]
    issue_notice(world, other_id)
    with pytest.raises(Refusal, match=r"documents\.recipient_not_in_case"):
        serve(world, case_id, [notice.pk], "2016-12-20", recipient=stranger)
    with pytest.raises(Refusal, match=r"documents\.not_found"):
        serve(world, other_id, [notice.pk], "2016-12-20", recipient=stranger)
    with pytest.raises(Refusal, match=r"documents\.recipient_missing"):
        serve(world, case_id, [notice.pk], "2016-12-20")
    with pytest.raises(Refusal, match=r"documents\.served_in_future"):
        serve(
            world,
            case_id,
            [notice.pk],
            "2016-12-20",
            recipient=debtors(world, case_id)[0],
            served_on="2016-12-21",
        )


def test_what_is_entered_late_keeps_both_dates(world: World) -> None:
    case_id = file_case(world.jinghu)
    notice = issue_notice(world, case_id)
    person = debtors(world, case_id)[0]
    done = serve(
        world, case_id, [notice.pk], "2016-12-28", recipient=person, served_on="2016-12-20"
    )
    with viewing(world.jinghu.officer):
        service = Service.objects.get(pk=done.result["services"][0])
    assert (service.served_on, done.occurred_on) == (date(2016, 12, 20), date(2016, 12, 28))


def test_the_index_lists_every_paper_and_whether_it_was_served(world: World) -> None:
    case_id = file_case(world.jinghu)
    notice = issue_notice(world, case_id)
    rule(world, case_id)
    serve(world, case_id, [notice.pk], "2017-01-12", recipient=debtors(world, case_id)[0])
    with viewing(world.jinghu.officer), on_day("2017-02-01"):
        items = queries.file_items(case_id)
        assert queries.file_index_pdf(case_id).startswith(b"%PDF")
        text = plain_text(queries.file_index(case_id))
    assert [(item["title"], item["note"]) for item in items] == [
        ("执行通知书", "已送达"),
        ("执行裁定书", "未送达"),
        ("送达回证", ""),
    ]
    assert "共3件。" in text

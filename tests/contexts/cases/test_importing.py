"""A court brings its list of cases: what is clean is filed, the rest is told, nothing twice."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.conf import settings
from python_calamine import CalamineWorkbook

from duixian.city.spreadsheets import MadeList, make_spreadsheet
from duixian.contexts.cases import importing, queries_import
from duixian.contexts.cases.acts_filing import FileCase
from duixian.contexts.cases.acts_import import CancelImport, DiscardImportFile, StartImport
from duixian.contexts.cases.models import Case, CaseParty, ImportBatch, ImportRow
from duixian.contexts.cases.spreadsheet import FileRefusal
from duixian.contexts.courts.models import Person
from duixian.contexts.deadlines.models import Deadline
from duixian.contexts.record import verification
from duixian.contexts.record.doing import Done, do
from duixian.contexts.record.models import Entry
from duixian.contexts.record.viewing import viewing
from duixian.jobs import importing as jobs
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role
from duixian.workflow import reactions
from tests.world import TestCourt, World, act, case_facts, on_day

DAY = "2017-05-17"


def made(cases: int = 6, **how: object) -> tuple[bytes, MadeList]:
    out = io.BytesIO()
    wanted = {"courts": ["jinghu"], "seed": 5, "on": date(2017, 5, 17), **how}
    made_list = make_spreadsheet(out, cases=cases, **wanted)  # type: ignore[arg-type]
    return out.getvalue(), made_list


def cells(content: bytes) -> list[list[Any]]:
    """The first sheet of a workbook, line by line."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def workbook(lines: list[list[Any]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for number, line in enumerate(lines):
        for place, cell in enumerate(line):
            if cell != "":
                sheet.write(number, place, cell)
    book.close()
    return out.getvalue()


def brought(court: TestCourt, content: bytes) -> int:
    with on_day(DAY):
        return importing.upload(content, "在办案件.xlsx", by=court.filing)


def started(court: TestCourt, batch_id: int) -> Done:
    with on_day(DAY):
        done = do(act(StartImport, batch=batch_id), by=court.filing)
    assert isinstance(done, Done)
    return done


def imported(court: TestCourt, content: bytes) -> int:
    batch_id = brought(court, content)
    started(court, batch_id)
    with on_day(DAY):
        assert importing.run(batch_id, court.court.pk) == ImportBatch.State.DONE
    return batch_id


def counts(court: TestCourt, batch_id: int) -> queries_import.ImportCounts:
    with viewing(court.filing):
        return queries_import.counts(batch_id)


def test_a_clean_list_becomes_cases_with_their_own_numbers_and_days(world: World) -> None:
    content, _ = made(6)
    batch_id = imported(world.jinghu, content)
    assert counts(world.jinghu, batch_id) == queries_import.ImportCounts(imported=6)
    with viewing(world.jinghu.filing):
        rows = list(queries_import.rows_of(batch_id))
        for row in rows:
            assert row.case is not None
            assert row.case.docket_number == row.docket_number
            assert row.case.filed_on == row.filed_on
            assert row.case.claim_amount == row.claim_amount
            entry = Entry.objects.get(case_id=row.case_id, seq=1)
            assert entry.act == "cases.file_case" and entry.occurred_on == row.filed_on
            assert entry.person_id == world.jinghu.filing.person_id
            assert Deadline.objects.filter(case_id=row.case_id, started_on=row.filed_on).exists()
        assert not list(verification.faults())


def test_the_next_case_filed_by_hand_does_not_take_an_imported_number(world: World) -> None:
    content, _ = made(4)
    imported(world.jinghu, content)
    with on_day("2017-06-20"):
        done = do(act(FileCase, **case_facts(applied_on="2017-06-19")), by=world.jinghu.filing)
    assert isinstance(done, Done)
    with viewing(world.jinghu.filing):
        taken = Case.objects.filter(docket_year=2017).values_list("docket_serial", flat=True)
        assert len(set(taken)) == len(taken)


def test_upload_alone_files_nothing_and_tells_every_problem(world: World) -> None:
    content, made_list = made(40, dirty=0.5)
    batch_id = brought(world.jinghu, content)
    with viewing(world.jinghu.filing):
        assert not Case.objects.exists()
        found = queries_import.batch(batch_id, world.jinghu.filing)
        assert found.state == ImportBatch.State.PREVIEWED
        refused = {
            row for each in queries_import.rows_of(batch_id, ["refused"]) for row in each.rows
        }
        assert refused == made_list.must_be_refused
        page = queries_import.problems(batch_id, limit=5, errors_only=True)
        assert page.total >= len(refused) and len(page.items) == 5
        assert all(each["cure"] and each["severity"] == "error" for each in page.items)
        rest = queries_import.problems(batch_id, offset=5, limit=500, errors_only=True)
        assert len(rest.items) == page.total - 5


def test_of_a_dirty_list_exactly_the_readable_cases_come_in(world: World) -> None:
    content, made_list = made(60, dirty=0.6, seed=8)
    batch_id = imported(world.jinghu, content)
    told = counts(world.jinghu, batch_id)
    assert told.refused == len(made_list.must_be_refused) > 0
    assert told.imported == 60 - told.refused
    with viewing(world.jinghu.filing):
        assert Case.objects.count() == told.imported


def test_the_error_file_corrected_is_imported_as_it_is(world: World) -> None:
    content, made_list = made(20, dirty=0.4, kinds=["title_missing"])
    batch_id = imported(world.jinghu, content)
    with viewing(world.jinghu.filing):
        lines = cells(queries_import.error_file(batch_id, world.jinghu.filing))
    place = lines[0].index("执行依据文号")
    for number, line in enumerate(lines[1:]):
        line[place] = f"（2016）皖0202民初{7000 + number}号"
    again = imported(world.jinghu, workbook(lines))
    missing = len(made_list.must_be_refused)
    assert counts(world.jinghu, again) == queries_import.ImportCounts(imported=missing)


def test_the_same_list_again_changes_nothing(world: World) -> None:
    content, _ = made(5)
    imported(world.jinghu, content)
    with viewing(world.jinghu.filing):
        before = Case.objects.count(), Entry.objects.filter(act="cases.file_case").count()
    batch_id = brought(world.jinghu, content)
    assert counts(world.jinghu, batch_id) == queries_import.ImportCounts(duplicates=5)
    started(world.jinghu, batch_id)
    with on_day(DAY):
        importing.run(batch_id, world.jinghu.court.pk)
    with viewing(world.jinghu.filing):
        after = Case.objects.count(), Entry.objects.filter(act="cases.file_case").count()
        row = queries_import.rows_of(batch_id)[0]
        assert row.case is not None and row.case.fingerprint == row.fingerprint
    assert after == before


def test_a_list_that_came_in_through_another_batch_meanwhile_is_told_as_duplicate(
    world: World,
) -> None:
    content, _ = made(4)
    first, second = brought(world.jinghu, content), brought(world.jinghu, content)
    for batch_id in (first, second):
        started(world.jinghu, batch_id)
    with on_day(DAY):
        importing.run(second, world.jinghu.court.pk)
        importing.run(first, world.jinghu.court.pk)
    assert counts(world.jinghu, second).imported == 4
    assert counts(world.jinghu, first) == queries_import.ImportCounts(duplicates=4)


def test_a_number_the_court_has_given_already_is_refused_with_its_cure(world: World) -> None:
    content, _ = made(3)
    with on_day(DAY):
        do(
            act(FileCase, **case_facts(docket_number="(2017)皖0202执1号", applied_on="2017-05-02")),
            by=world.jinghu.filing,
        )
    batch_id = imported(world.jinghu, content)
    with viewing(world.jinghu.filing):
        failed = list(queries_import.rows_of(batch_id, ["failed"]))
        clash = [row.docket_number for row in queries_import.rows_of(batch_id)]
    assert [row.docket_number for row in failed] == [
        each for each in clash if each == "(2017)皖0202执1号"
    ]
    for row in failed:
        assert row.problems[-1]["code"] == "cases.docket_taken" and row.problems[-1]["cure"]
    assert failed


def test_cases_of_another_court_are_refused_with_a_cure(world: World) -> None:
    content, _ = made(12, courts=["jinghu", "jiujiang"])
    batch_id = imported(world.jinghu, content)
    told = counts(world.jinghu, batch_id)
    assert told.imported and told.refused and told.cases == 12
    with viewing(world.jinghu.filing):
        refused = queries_import.rows_of(batch_id, ["refused"])
        assert all("皖0207" in row.docket_number for row in refused)
        assert {row.problems[-1]["code"] for row in refused} == {"cases.import_other_court"}
        file = queries_import.error_file(batch_id, world.jinghu.filing)
    lines = cells(file)
    assert len(lines) == told.refused + 1
    assert all("不是芜湖市镜湖区人民法院的案件" in line[-1] for line in lines[1:])


def test_the_officer_the_list_names_gets_the_case_and_nobody_else_does(world: World) -> None:
    content, _ = made(5)
    with viewing(world.jinghu.filing):
        batch_id = brought(world.jinghu, content)
        name = queries_import.rows_of(batch_id)[0].officer_name
    person = world.jinghu.people[Role.OFFICER][1]
    Person.objects.filter(pk=person.pk).update(name=name)
    started(world.jinghu, batch_id)
    with on_day(DAY):
        importing.run(batch_id, world.jinghu.court.pk)
    with viewing(world.jinghu.filing):
        for row in queries_import.rows_of(batch_id):
            assert row.case is not None
            if row.officer_name == name:
                assert row.case.officer_id == person.pk
                assert row.case.assigned_on == row.case.filed_on
            else:
                assert row.case.officer_id is None
                assert row.problems[-1]["code"] == "cases.import_officer_unknown"
        entry = Entry.objects.filter(act="cases.file_case").order_by("id").first()
        assert entry is not None
    # The rule that gives cases to officers leaves this one alone.
    with on_day(DAY):
        reactions.deliver(entry.pk, world.jinghu.court.pk)
    with viewing(world.jinghu.filing):
        assert Entry.objects.filter(case_id=entry.case_id, act="cases.assign_officer").count() == 1


def test_nobody_s_number_is_kept_in_a_row_or_in_the_journal(world: World) -> None:
    content, _ = made(40, dirty=0.7, seed=2)
    batch_id = imported(world.jinghu, content)
    lines = cells(content)[1:]
    identities, phones = numbers_in(lines, 4, 6), numbers_in(lines, 7)
    with viewing(world.jinghu.filing):
        kept = json.dumps(
            list(ImportRow.objects.values("problems", "creditor_names", "debtor_names"))
            + list(ImportBatch.objects.filter(pk=batch_id).values("problems", "headings")),
            ensure_ascii=False,
        )
        journal = json.dumps(list(Entry.objects.values("facts", "result", "line")))
    assert len(identities) > 60 and len(phones) > 30
    assert not [number for number in identities | phones if number in kept]
    assert not [number for number in identities | phones if number in journal]


def numbers_in(lines: list[list[Any]], *places: int) -> set[str]:
    """Every long number in these columns of a list."""
    pieces = {
        piece
        for line in lines
        for place in places
        for piece in str(line[place]).replace("；", "、").split("、")
    }
    return {piece for piece in pieces if len(piece) > 10}


def test_a_second_start_is_refused_and_work_begins_once(world: World) -> None:
    content, _ = made(3)
    batch_id = brought(world.jinghu, content)
    done = started(world.jinghu, batch_id)
    with pytest.raises(Refusal) as refused:
        started(world.jinghu, batch_id)
    assert refused.value.code == "cases.import_running" and refused.value.status == 409
    from procrastinate.contrib.django.models import ProcrastinateJob

    with on_day(DAY):
        reactions.deliver(done.entry_id, world.jinghu.court.pk)
    job = ProcrastinateJob.objects.get(task_name="duixian.import_rows")
    assert job.args == {"batch_id": batch_id, "court_id": world.jinghu.court.pk}
    assert job.queue_name == "imports"
    with on_day(DAY):
        for _ in range(2):
            jobs.import_rows(batch_id, world.jinghu.court.pk, lambda: False)
    assert counts(world.jinghu, batch_id).imported == 3


def test_a_cancelled_import_keeps_what_came_in_and_can_be_gone_on_with(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CASES_BETWEEN_NEWS", 2)
    content, _ = made(7)
    batch_id = brought(world.jinghu, content)
    started(world.jinghu, batch_id)
    told: list[tuple[int, int]] = []

    def cancel_at_four(done: int, total: int) -> None:
        told.append((done, total))
        if done == 4:
            do(act(CancelImport, batch=batch_id), by=world.jinghu.filing)

    with on_day(DAY):
        state = importing.run(batch_id, world.jinghu.court.pk, progress=cancel_at_four)
    assert state == ImportBatch.State.CANCELLED
    left = counts(world.jinghu, batch_id)
    assert left.imported == 6 and left.clean == 1 and told[0] == (2, 7)
    started(world.jinghu, batch_id)
    with on_day(DAY):
        assert importing.run(batch_id, world.jinghu.court.pk) == ImportBatch.State.DONE
    assert counts(world.jinghu, batch_id) == queries_import.ImportCounts(imported=7)


def test_a_worker_told_to_stop_leaves_the_rest_for_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CASES_BETWEEN_NEWS", 2)
    content, _ = made(5)
    batch_id = brought(world.jinghu, content)
    started(world.jinghu, batch_id)
    with on_day(DAY), pytest.raises(importing.Interrupted):
        jobs.import_rows(batch_id, world.jinghu.court.pk, lambda: True)
    with viewing(world.jinghu.filing):
        assert queries_import.batch(batch_id, world.jinghu.filing).done == 2
    with on_day(DAY):
        jobs.import_rows(batch_id, world.jinghu.court.pk, lambda: False)
    assert counts(world.jinghu, batch_id).imported == 5


def test_only_the_filing_hall_starts_and_only_its_court_sees(world: World) -> None:
    content, _ = made(2)
    batch_id = brought(world.jinghu, content)
    administrator = world.jinghu.actor(Role.ADMINISTRATOR)
    with on_day(DAY):
        for nobody in (world.jinghu.officer, world.jinghu.finance):
            with pytest.raises(Refusal) as refused:
                importing.upload(content, "清单.xlsx", by=nobody)
            assert refused.value.status == 403
        with pytest.raises(Refusal) as refused:
            do(act(StartImport, batch=batch_id), by=administrator)
        assert refused.value.status == 403
        with pytest.raises(Refusal) as refused:
            do(act(StartImport, batch=batch_id), by=world.jiujiang.filing)
        assert refused.value.status == 404
    with viewing(world.jiujiang.filing):
        assert not ImportRow.objects.exists()
        with pytest.raises(Refusal) as refused:
            queries_import.batch(batch_id, world.jiujiang.filing)
        assert refused.value.status == 404
    with viewing(world.jinghu.officer), pytest.raises(Refusal) as refused:
        queries_import.batch(batch_id, world.jinghu.officer)
    assert refused.value.status == 403
    with viewing(administrator):
        assert queries_import.batch(batch_id, administrator).uploaded_by is not None


def test_who_started_it_and_left_office_leaves_the_cases_unfiled_not_refused(
    world: World,
) -> None:
    content, _ = made(2)
    batch_id = brought(world.jinghu, content)
    started(world.jinghu, batch_id)
    person = world.jinghu.people[Role.FILING_HALL][0]
    for held in person.appointments.all():
        held.during = (held.during.lower, date(2017, 5, 18))
        held.save()
    with on_day("2017-05-19"), pytest.raises(Refusal) as refused:
        importing.run(batch_id, world.jinghu.court.pk)
    assert refused.value.status == 403
    with viewing(world.jinghu.president):
        assert queries_import.counts(batch_id).clean == 2


def test_a_file_that_is_no_list_is_refused_and_leaves_nothing(world: World) -> None:
    with on_day(DAY), pytest.raises(FileRefusal):
        importing.upload(b"PK\x03\x04 not a workbook", "清单.xlsx", by=world.jinghu.filing)
    with viewing(world.jinghu.filing):
        assert not ImportBatch.objects.exists()


def test_the_list_lies_readable_by_the_house_alone_and_is_deleted_in_time(
    world: World, django_capture_on_commit_callbacks: object
) -> None:
    content, _ = made(8, dirty=0.5, kinds=["title_missing"])
    batch_id = imported(world.jinghu, content)
    with viewing(world.jinghu.filing):
        found = queries_import.batch(batch_id, world.jinghu.filing)
    file = Path(settings.MEDIA_ROOT) / found.stored_as
    assert file.read_bytes() == content
    assert file.stat().st_mode & 0o777 == 0o600
    kept = timedelta(days=settings.IMPORT_LISTS_KEPT_DAYS)
    with on_day(date(2017, 5, 17) + kept):
        assert jobs.discard_old_lists(world.jinghu.court.pk) == 0
    with (
        on_day(date(2017, 5, 19) + kept),
        django_capture_on_commit_callbacks(execute=True),  # type: ignore[operator]
    ):
        assert jobs.discard_old_lists(world.jinghu.court.pk) == 1
        assert jobs.discard_old_lists(world.jinghu.court.pk) == 0
    assert not file.exists()
    with viewing(world.jinghu.filing):
        left = queries_import.rows_of(batch_id, ["refused", "failed"])
        assert left and not any(row.debtor_names or row.problems for row in left)
        with pytest.raises(Refusal) as refused:
            queries_import.error_file(batch_id, world.jinghu.filing)
    assert refused.value.code == "cases.import_file_gone"


def test_a_list_in_work_is_not_deleted(world: World) -> None:
    content, _ = made(2)
    batch_id = brought(world.jinghu, content)
    started(world.jinghu, batch_id)
    with on_day(DAY), pytest.raises(Refusal) as refused:
        do(act(DiscardImportFile, batch=batch_id), by=world.jinghu.filing)
    assert refused.value.code == "cases.import_running"


def test_what_the_list_says_beyond_filing_is_kept_in_the_remarks(world: World) -> None:
    listed = {
        "案号": "（2016）皖0202执77号",
        "申请执行人": "张某明",
        "被执行人": "李某强、王某林",
        "责任形式": "连带",
        "案由": "民间借贷纠纷",
        "立案日期": "2016-07-05",
        "执行依据文号": "（2015）皖0202民初9号",
        "作出执行依据单位": "芜湖市镜湖区人民法院",
        "生效日期": "2015-12-31",
        "履行期限": "2016-01-10",
        "本金": "100000.00",
        "利息": "5000.00",
        "结案方式": "终结本次执行程序",
        "承办部门": "执行一组",
    }
    batch_id = imported(world.jinghu, workbook([list(listed), list(listed.values())]))
    with viewing(world.jinghu.filing):
        case = queries_import.rows_of(batch_id)[0].case
        assert case is not None and case.state == Case.State.OPEN
        assert "结案方式：终结本次执行程序" in case.remarks and "承办部门：执行一组" in case.remarks
        owed = case.obligations.get()
        assert (owed.principal, owed.interest_fixed) == (10_000_000, 500_000)
        debtors = CaseParty.objects.filter(case=case, role="debtor")
        assert {each.liability for each in debtors} == {"joint"}


def test_an_empty_list_to_fill_in_can_be_read_back(world: World) -> None:
    heads = cells(queries_import.template_file())[0]
    assert any(head.startswith("执行依据文号") for head in heads)

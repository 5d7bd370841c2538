"""Acts on lists of cases (导入案件清单), in the court's own chain; each case of a list is an act of

filing by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from django.db import transaction
from pydantic import Field, PrivateAttr

from duixian.contexts.cases import import_store, queries_import
from duixian.contexts.cases.import_facts import masked, names_of, problem_as_kept
from duixian.contexts.cases.import_sorting import Others, SortedCase, sort_cases
from duixian.contexts.cases.models_import import ImportBatch, ImportRow
from duixian.contexts.cases.spreadsheet import Preview, read_spreadsheet
from duixian.contexts.courts import queries as courts
from duixian.contexts.record.acts import Act, Doing, catalogue
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Branch, Role

_ROWS_AT_ONCE = 1000


@catalogue.add
class UploadImport(Act):
    """上传案件清单: a list is read and checked; nothing of it is filed yet.

    The list itself lies in the data folder; these facts say which one and how it is to be read.
    """

    code, title, title_en = "cases.upload_import", "上传案件清单", "Upload a list of cases"
    branch = Branch.ADMINISTRATION
    done_by = (Role.FILING_HALL, Role.ADMINISTRATOR)
    offered = False

    file_name: str = Field(min_length=1, max_length=200, title="文件名")
    digest: str = Field(pattern=r"^[0-9a-f]{64}$", title="文件摘要（SHA-256）")
    sheet: str = Field(default="", max_length=120, title="工作表")
    mapping: dict[str, str] = Field(default_factory=dict, title="指定的列")
    others: Others = Field(default="refuse", title="他院案件")
    checked: Literal["now", "later"] = Field(default="now", title="何时检查")

    # What was read already in this process need not be read twice.
    _preview: Preview | None = PrivateAttr(default=None)

    def having_read(self, preview: Preview) -> UploadImport:
        """The same act, knowing what the list says."""
        self._preview = preview
        return self

    def check(self, at: Doing) -> None:
        if not import_store.has(self._stored_as(at)):
            raise Refusal(
                "cases.import_file_unknown",
                "没有收到这份清单",
                cure="在导入页上传文件",
                field="digest",
            )

    def _stored_as(self, at: Doing) -> str:
        return import_store.name_of(at.court_id, self.digest, self.file_name)

    def perform(self, at: Doing) -> dict[str, Any]:
        if self.checked == "later":
            batch = self._kept(at, state=ImportBatch.State.CHECKING, sheet=self.sheet)
            return {"batch": batch.pk, "to_check": batch.pk}
        preview = self._preview or self._read(at)
        cases = sort_cases(preview, at.court_id, self.others)
        clean = sum(each.state == ImportRow.State.CLEAN for each in cases)
        batch = self._kept(at, total=clean, **of_the_list(preview))
        ImportRow.objects.bulk_create(
            (row_as_kept(each, batch) for each in cases), batch_size=_ROWS_AT_ONCE
        )
        return {"batch": batch.pk, "cases": len(cases), "clean": clean}

    def _kept(self, at: Doing, **more: Any) -> ImportBatch:
        return ImportBatch.objects.create(
            court_id=at.court_id,
            file_name=self.file_name,
            digest=self.digest,
            stored_as=self._stored_as(at),
            mapping=dict(self.mapping),
            read_on=at.on,
            uploaded_by_id=at.by.person_id,
            uploaded_at=at.now,
            **{"rows_read": 0, **more},
        )

    def _read(self, at: Doing) -> Preview:
        return read_spreadsheet(
            import_store.content(self._stored_as(at)),
            self.file_name,
            on=at.on,
            mapping=self.mapping,
            sheet=self.sheet or None,
            court=courts.court(at.court_id).name,
        )

    def journal_line(self, result: Mapping[str, Any]) -> str:
        if "cases" not in result:
            return f"上传案件清单“{self.file_name}”，等待检查。"
        return f"上传案件清单“{self.file_name}”：{result['cases']}件，可导入{result['clean']}件。"


def of_the_list(preview: Preview) -> dict[str, Any]:
    """What a batch keeps of its list as a whole."""
    return {
        "sheet": preview.sheet,
        "headings": [each.as_json() for each in preview.headers],
        "problems": [problem_as_kept(each) for each in preview.problems if each.row == 0],
        "rows_read": preview.counts.rows,
    }


def row_as_kept(each: SortedCase, batch: ImportBatch | None = None) -> ImportRow:
    """A case of a list as its batch keeps it (not saved): nobody's number is in it."""
    row = each.row
    kept = ImportRow(
        first_row=row.row,
        rows=list(row.rows),
        state=each.state,
        docket_number=masked(row.docket_number or row.docket_written)[:80],
        creditor_names=names_of(row.creditors),
        debtor_names=names_of(row.debtors),
        claim_amount=row.claim_total,
        filed_on=row.filed_on,
        officer_name=row.officer[:80],
        problems=[problem_as_kept(problem) for problem in each.problems],
        fingerprint="" if each.state == ImportRow.State.REFUSED else row.fingerprint,
        case_id=each.case_id,
    )
    if batch is not None:
        kept.court_id, kept.batch = batch.court_id, batch
    return kept


class _OfBatch(Act):
    """An act on one list."""

    branch = Branch.ADMINISTRATION
    offered = False
    possible_in: ClassVar[tuple[ImportBatch.State, ...]] = ()

    batch: int = Field(title="导入批次")

    def check(self, at: Doing) -> None:
        found = batch_of(at, self.batch)
        if found.state not in self.possible_in:
            raise Refusal(
                f"cases.import_{found.state}",
                f"清单“{found.file_name}”{found.get_state_display()}，不能{self.title}",
                cure="刷新页面查看进度",
                field="batch",
                status=409,
            )

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"{self.title}“{result['file_name']}”。"


def batch_of(at: Doing, batch_id: int) -> ImportBatch:
    """The list, its row locked: two starts of it are one after the other."""

    def read() -> ImportBatch:
        found = (
            ImportBatch.objects.select_for_update()
            .filter(pk=batch_id, court_id=at.court_id)
            .first()
        )
        if found is None:
            raise queries_import.unknown_batch()
        return found

    return at.once(("import", batch_id), read)


@catalogue.add
class CheckImport(_OfBatch):
    """检查案件清单: a list that waited for it has been read and its cases sorted, or cannot be read.

    The cases were written down one thousand at a time before: they are a reading of the list, which
    may be read again, and only this act lets anybody start from them.
    """

    code, title, title_en = "cases.check_import", "检查案件清单", "Check a list of cases"
    done_by = (Role.SYSTEM,)
    possible_in = (ImportBatch.State.CHECKING,)

    fault: str = Field(default="", max_length=80, title="读不了的代码")
    message: str = Field(default="", max_length=400, title="原因")
    cure: str = Field(default="", max_length=400, title="怎么办")

    def perform(self, at: Doing) -> dict[str, Any]:
        found = batch_of(at, self.batch)
        counts = queries_import.counts(found.pk)
        found.state, found.done, found.total = ImportBatch.State.PREVIEWED, 0, counts.clean
        if self.fault:
            found.state, found.ended_at = ImportBatch.State.UNREADABLE, at.now
            found.problems = [self._as_problem()]
        found.save(update_fields=["state", "done", "total", "ended_at", "problems"])
        return {
            "batch": found.pk,
            "file_name": found.file_name,
            "cases": counts.cases,
            "clean": counts.clean,
        }

    def _as_problem(self) -> dict[str, Any]:
        said = {"row": 0, "column": "", "letter": "", "value": "", "code": self.fault}
        return said | {"severity": "error", "message": self.message, "cure": self.cure}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        if self.fault:
            return f"清单“{result['file_name']}”读不了：{self.message}"
        counted = f"{result['cases']}件，可导入{result['clean']}件。"
        return f"检查案件清单“{result['file_name']}”：{counted}"


@catalogue.add
class StartImport(_OfBatch):
    """开始导入: the clean cases of a list are filed one by one, in the name of who starts it.

    The filing hall alone may: each case is an act of filing.
    """

    code, title, title_en = "cases.start_import", "开始导入", "Start an import"
    done_by = (Role.FILING_HALL,)
    possible_in = (ImportBatch.State.PREVIEWED, ImportBatch.State.CANCELLED)
    undone_by = "cases.cancel_import"

    def check(self, at: Doing) -> None:
        super().check(at)
        found = batch_of(at, self.batch)
        import_store.content(found.stored_as)
        if not found.rows_read:
            raise Refusal(
                "cases.import_unchecked",
                f"清单“{found.file_name}”没有检查完就停止了",
                cure="重新上传这份清单",
                field="batch",
                status=409,
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        found = batch_of(at, self.batch)
        found.state = ImportBatch.State.RUNNING
        found.started_by_id = at.by.person_id
        found.started_at, found.ended_at = at.now, None
        found.save(update_fields=["state", "started_by", "started_at", "ended_at"])
        return {"batch": found.pk, "file_name": found.file_name, "clean": found.total - found.done}


@catalogue.add
class CancelImport(_OfBatch):
    """取消导入: no further case is filed; those filed stay."""

    code, title, title_en = "cases.cancel_import", "取消导入", "Cancel an import"
    done_by = (Role.FILING_HALL, Role.ADMINISTRATOR)
    possible_in = (
        ImportBatch.State.CHECKING,
        ImportBatch.State.PREVIEWED,
        ImportBatch.State.RUNNING,
    )

    def perform(self, at: Doing) -> dict[str, Any]:
        found = batch_of(at, self.batch)
        if found.state == ImportBatch.State.CHECKING:  # its numbers are of rows read, not of cases
            found.done = found.total = found.rows_read = 0
        found.state, found.ended_at = ImportBatch.State.CANCELLED, at.now
        found.save(update_fields=["state", "ended_at", "done", "total", "rows_read"])
        return {"batch": found.pk, "file_name": found.file_name, "done": found.done}


@catalogue.add
class FinishImport(_OfBatch):
    """导入完毕: every case of the list has been worked through; the journal keeps the numbers."""

    code, title, title_en = "cases.finish_import", "导入完毕", "Finish an import"
    done_by = (Role.SYSTEM,)
    possible_in = (ImportBatch.State.RUNNING,)

    def check(self, at: Doing) -> None:
        super().check(at)
        if ImportRow.objects.filter(batch_id=self.batch, state=ImportRow.State.CLEAN).exists():
            raise Refusal("cases.import_unfinished", "还有没有导入的案件", transient=True)

    def perform(self, at: Doing) -> dict[str, Any]:
        found = batch_of(at, self.batch)
        found.state, found.ended_at, found.done = ImportBatch.State.DONE, at.now, found.total
        found.save(update_fields=["state", "ended_at", "done"])
        counts = queries_import.counts(found.pk)
        return {"batch": found.pk, "file_name": found.file_name, **counts.as_json()}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return (
            f"清单“{result['file_name']}”导入完毕：导入{result['imported']}件，"
            f"以前导入过{result['duplicates']}件，没有导入{result['refused']}件。"
        )


@catalogue.add
class DiscardImportFile(_OfBatch):
    """删除清单原件: the list and what it says of people not imported are personal data, not kept."""

    code, title, title_en = "cases.discard_import_file", "删除清单原件", "Delete an imported list"
    done_by = (Role.FILING_HALL, Role.ADMINISTRATOR, Role.SYSTEM)
    possible_in = (
        ImportBatch.State.PREVIEWED,
        ImportBatch.State.DONE,
        ImportBatch.State.CANCELLED,
        ImportBatch.State.UNREADABLE,
    )
    irreversible = True

    def perform(self, at: Doing) -> dict[str, Any]:
        found = batch_of(at, self.batch)
        stored_as, found.stored_as = found.stored_as, ""
        found.save(update_fields=["stored_as"])
        ImportRow.objects.filter(batch=found).exclude(state=ImportRow.State.IMPORTED).update(
            creditor_names="", debtor_names="", problems=[]
        )
        if stored_as and not ImportBatch.objects.filter(stored_as=stored_as).exists():
            transaction.on_commit(lambda: import_store.delete(stored_as))
        return {"batch": found.pk, "file_name": found.file_name}

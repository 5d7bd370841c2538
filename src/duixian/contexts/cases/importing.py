"""Bringing in a list of cases (导入): upload, and filing its clean cases one by one.

Each case is its own transaction: its filing, its officer and its row go together or not at all.
What a killed process leaves behind is therefore whole, and going on is the same as beginning: the
fingerprint of a case is its key of idempotence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from django.db import IntegrityError, OperationalError, connection

from duixian.contexts.cases import import_store, queries_import
from duixian.contexts.cases.acts_assignment import AssignOfficer
from duixian.contexts.cases.acts_import import FinishImport, UploadImport
from duixian.contexts.cases.import_facts import filing_of
from duixian.contexts.cases.import_sorting import Others
from duixian.contexts.cases.models_import import ImportBatch, ImportRow
from duixian.contexts.cases.spreadsheet import CaseRow, Preview, Severity, read_spreadsheet
from duixian.contexts.cases.spreadsheet.cells import read_date
from duixian.contexts.courts import queries as courts
from duixian.contexts.parties import engine as names
from duixian.contexts.record.actors import Actor, system_actor
from duixian.contexts.record.acts import Subject, read_facts
from duixian.contexts.record.doing import Done, authorise, begin_reading, do
from duixian.contexts.record.viewing import viewing
from duixian.kernel import clock
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role

Progress = Callable[[int, int], None]
State = ImportRow.State

CASES_BETWEEN_NEWS = 50
CHECKED_AT_ONCE_BYTES = 200_000
"""Some thousand rows, well under a second; a longer list would keep a web worker from others."""
# Who started it may not file any more: the list waits, its cases are not marked as refused.
_NOT_THE_ROW_S_FAULT = frozenset({"record.not_your_act", "record.not_found"})
_TRIES = 3  # another import of the same court may lock the same rows the other way round


class Interrupted(Exception):
    """The import was told to stop before its end; running it again goes on where it stopped."""


def upload(
    content: bytes,
    file_name: str,
    *,
    by: Actor,
    mapping: Mapping[str, str] | None = None,
    sheet: str | None = None,
    key: str | None = None,
) -> int:
    """Take in a list; returns the id of its batch. Files nothing.

    A short list is checked at once; a long one is kept and checked by a job (`import_checking`).
    mapping: header or column letter -> column key, over the known names; sheet: which sheet.
    Raises `FileRefusal` when a short list cannot be read, a Refusal when `by` may not bring it.
    """
    if len(content) > CHECKED_AT_ONCE_BYTES:
        facts = {"mapping": dict(mapping or {}), "sheet": sheet or "", "checked": "later"}
        return _bring(content, file_name, facts, by=by, key=key)
    preview = read_spreadsheet(
        content,
        file_name,
        on=clock.today(),
        mapping=mapping,
        sheet=sheet,
        court=courts.court(by.court_id).name,
    )
    return take_in(content, preview, by=by, mapping=mapping, key=key)


def take_in(
    content: bytes,
    preview: Preview,
    *,
    by: Actor,
    mapping: Mapping[str, str] | None = None,
    others: Others = "refuse",
    key: str | None = None,
) -> int:
    """As `upload`, of a list read already; others: as `import_sorting.sort_cases` says."""
    facts = {"sheet": preview.sheet, "mapping": dict(mapping or {}), "others": others}
    return _bring(content, preview.filename, facts, by=by, key=key, preview=preview)


def _bring(
    content: bytes,
    file_name: str,
    facts: dict[str, Any],
    *,
    by: Actor,
    key: str | None,
    preview: Preview | None = None,
) -> int:
    authorise(UploadImport, begin_reading(by, Subject(by.court_id)))
    file_name = PurePath(file_name).name[-200:] or "清单"
    digest = sha256(content).hexdigest()
    import_store.keep(content, import_store.name_of(by.court_id, digest, file_name))
    act = read_facts(UploadImport, {**facts, "file_name": file_name, "digest": digest})
    assert isinstance(act, UploadImport)
    done = do(act.having_read(preview) if preview else act, by=by, key=key)
    assert isinstance(done, Done)
    return int(done.result["batch"])


def run(
    batch_id: int,
    court_id: int,
    *,
    progress: Progress | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> ImportBatch.State:
    """File the clean cases of a started list, in the name of who started it; safe to repeat.

    Returns the state it ends in: done, or cancelled when somebody cancelled it meanwhile. Raises
    a transient Refusal while another process works on the same list, `Interrupted` when `stopped`
    says so.
    """
    with alone(batch_id):
        with viewing(system_actor(court_id)):
            batch = ImportBatch.objects.get(pk=batch_id)
            if batch.state != ImportBatch.State.RUNNING:
                return ImportBatch.State(batch.state)
            preview = queries_import.read_again(batch)
        assert batch.started_by_id is not None
        by = courts.actor_of(batch.started_by_id)
        filer = Filer(batch, preview, by)
        with _not_waiting_for_the_disk():
            while rows := filer.next_rows():
                for row in rows:
                    filer.file(row)
                if not filer.tell(progress):
                    return ImportBatch.State.CANCELLED
                if stopped():
                    raise Interrupted(f"import {batch_id} interrupted")
        do(
            read_facts(FinishImport, {"batch": batch_id}),
            by=system_actor(court_id),
            key=f"finish-import:{batch_id}:{batch.started_at}",
        )
        return ImportBatch.State.DONE


def in_hand() -> Refusal:
    """Another process works on the list."""
    return Refusal(
        "cases.import_in_hand",
        "另一进程正在导入这份清单",
        cure="等它完成，进度照常显示",
        transient=True,
        status=409,
    )


@contextmanager
def alone(batch_id: int) -> Iterator[None]:
    """One process at a time works on a list; a killed one's lock goes with its connection."""
    name = f"import:{batch_id}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name])
        taken = cursor.fetchone()
    if taken is None or not taken[0]:
        raise in_hand()
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])


@contextmanager
def _not_waiting_for_the_disk() -> Iterator[None]:
    """Commits inside the block are written out within the second instead of one by one.

    A machine that loses power in that second loses a case and its row together: it is filed when
    the list is gone on with. Nobody was told of it, since the numbers are told after the last
    act, whose commit waits and carries the earlier ones along.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("RESET synchronous_commit")


class Filer:
    """Files the cases of one list."""

    def __init__(self, batch: ImportBatch, preview: Preview, by: Actor) -> None:
        self._batch = batch
        self._by = by
        self._listed = {row.row: row for row in preview.rows}
        self._officers = Officers(batch.court_id)
        self._today = clock.today()

    def next_rows(self) -> list[ImportRow]:
        """The next clean cases, in the list's order."""
        with viewing(self._by):
            waiting = ImportRow.objects.filter(batch=self._batch, state=State.CLEAN)
            return list(waiting.order_by("first_row")[:CASES_BETWEEN_NEWS])

    def tell(self, progress: Progress | None) -> bool:
        """Keep and tell how far it has come; false when the import is not running any more."""
        batch = self._batch
        with viewing(self._by):
            left = ImportRow.objects.filter(batch=batch, state=State.CLEAN).count()
            done = batch.total - left
            running = ImportBatch.objects.filter(pk=batch.pk, state=ImportBatch.State.RUNNING)
            going_on = running.update(done=done) == 1
        if progress is not None:
            progress(done, batch.total)
        return going_on

    def file(self, row: ImportRow) -> None:
        """File one case; what filing refuses is kept on its row with reason and cure."""
        for attempt in range(_TRIES):
            try:
                self._try(row)
                return
            except (IntegrityError, OperationalError):
                # The same case came in by another door at this very moment, or locks crossed.
                if attempt == _TRIES - 1 or not connection.is_usable():
                    raise

    def _try(self, row: ImportRow) -> None:
        with viewing(self._by):
            try:
                listed = self._listed_as(row)
                filing = filing_of(listed, self._today)
                done = do(filing, by=self._by, occurred_on=listed.filed_on)
            except Refusal as refusal:
                self._refused(row, refusal)
            else:
                assert isinstance(done, Done)
                row.state, row.case_id = State.IMPORTED, done.case_id
                row.docket_number = done.result["docket_number"]
                self._assign(row, listed)
            row.save(update_fields=["state", "case", "docket_number", "problems"])

    def _listed_as(self, row: ImportRow) -> CaseRow:
        listed = self._listed.get(row.first_row)
        if listed is None or listed.fingerprint != row.fingerprint:
            raise Refusal(
                "cases.import_list_changed",
                "清单现在读出的内容与上传时不同",
                cure="重新上传这份清单",
            )
        return listed

    def _refused(self, row: ImportRow, refusal: Refusal) -> None:
        if refusal.code in _NOT_THE_ROW_S_FAULT:
            raise refusal
        if refusal.code == "cases.imported_before":
            found = queries_import.case_of_fingerprint(row.court_id, row.fingerprint)
            row.state, row.case_id = State.DUPLICATE, found
            return
        row.state = State.FAILED
        row.problems = [*row.problems, _said(row, refusal, Severity.ERROR)]

    def _assign(self, row: ImportRow, listed: CaseRow) -> None:
        """Give the case to the officer the list names, where exactly one officer has that name."""
        if not listed.officer:
            return
        try:
            day = self._assigned_on(listed)
            officer = self._officers.named(listed.officer, day)
            if officer is None:
                day = self._today
                officer = self._officers.the_one(listed.officer, day)
            facts = {"case": row.case_id, "officer": officer, "reason": "导入清单所列承办人"}
            do(read_facts(AssignOfficer, facts), by=self._by, occurred_on=day)
        except Refusal as refusal:
            row.problems = [*row.problems, _said(row, refusal, Severity.WARNING)]

    def _assigned_on(self, listed: CaseRow) -> date:
        """The day the list says, else the day of filing."""
        filed_on = listed.filed_on or self._today
        said = read_date(listed.further.get("assigned_on", "")).value
        return said if said is not None and filed_on <= said <= self._today else filed_on


def _said(row: ImportRow, refusal: Refusal, severity: Severity) -> dict[str, Any]:
    return {
        "row": row.first_row,
        "column": "",
        "letter": "",
        "value": "",
        "code": refusal.code,
        "severity": severity.value,
        "message": refusal.message,
        "cure": refusal.cure,
    }


class Officers:
    """The officers of a court by name and day, read once."""

    def __init__(self, court_id: int) -> None:
        self._court_id = court_id
        self._known: dict[str, list[tuple[int, Any]]] = {}
        for each in courts.appointments_ever(court_id, Role.OFFICER):
            key = names.name_key(each.person.name)
            self._known.setdefault(key, []).append((each.person_id, each.during))

    def named(self, name: str, day: date) -> int | None:
        """The one officer of this name on a day, or None."""
        found = self._on(name, day)
        return found.pop() if len(found) == 1 else None

    def the_one(self, name: str, day: date) -> int:
        """As `named`; a Refusal that says why there is not exactly one."""
        found = self._on(name, day)
        if len(found) == 1:
            return found.pop()
        many = f"本院有{len(found)}名承办人叫“{name}”" if found else f"本院没有承办人“{name}”"
        raise Refusal(
            "cases.import_officer_unknown",
            f"{many}，案件按规则分案",
            cure="需要时在案件中变更承办人",
            field="officer",
        )

    def _on(self, name: str, day: date) -> set[int]:
        return {
            person_id
            for person_id, during in self._known.get(names.name_key(name), ())
            if (during.lower is None or during.lower <= day)
            and (during.upper is None or day < during.upper)
        }

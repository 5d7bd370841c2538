"""Every read of imported lists others may make. All need an open viewing."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet

from duixian.contexts.cases import import_store
from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.models_import import ImportBatch, ImportRow
from duixian.contexts.cases.spreadsheet import (
    Preview,
    Problem,
    Severity,
    read_spreadsheet,
    write_errors,
    write_template,
)
from duixian.contexts.courts import queries as courts
from duixian.contexts.record.actors import Actor
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role

READERS = (Role.FILING_HALL, Role.ADMINISTRATOR)


def unknown_batch() -> Refusal:
    return Refusal(
        "cases.import_not_found",
        "没有这一导入批次，或您无权查看",
        cure="从导入页的列表中选择",
        field="batch",
        status=404,
    )


def batch(batch_id: int, by: Actor) -> ImportBatch:
    """A list of the actor's own court; a Refusal (403, 404) for whoever may not see it."""
    if not by.holds(*READERS):
        raise Refusal(
            "cases.import_not_yours",
            "案件清单由立案庭或系统管理员查看",
            cure="请立案庭导入",
            status=403,
        )
    found = (
        ImportBatch.objects.select_related("uploaded_by", "started_by")
        .filter(pk=batch_id, court_id=by.court_id)
        .first()
    )
    if found is None:
        raise unknown_batch()
    return found


def batches_of(court_id: int) -> QuerySet[ImportBatch]:
    """The lists of a court, newest first."""
    return (
        ImportBatch.objects.filter(court_id=court_id).select_related("uploaded_by").order_by("-id")
    )


def kept_longer_than(court_id: int, since: datetime) -> QuerySet[ImportBatch]:
    """Lists whose file still lies here though they came before `since` and are not in work."""
    old = ImportBatch.objects.filter(court_id=court_id, uploaded_at__lt=since)
    return old.exclude(stored_as="").exclude(state=ImportBatch.State.RUNNING).order_by("id")


def case_of_fingerprint(court_id: int, fingerprint: str) -> int | None:
    """The id of the case a row of a list became, in this or an earlier import."""
    found = cases.with_fingerprint(court_id, fingerprint)
    return found.pk if found is not None else None


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """Cases of a list by what became of them; refused: at fault in the list or at filing."""

    clean: int = 0
    imported: int = 0
    duplicates: int = 0
    refused: int = 0

    @property
    def cases(self) -> int:
        return self.clean + self.imported + self.duplicates + self.refused

    def as_json(self) -> dict[str, int]:
        return {
            "cases": self.cases,
            "clean": self.clean,
            "imported": self.imported,
            "duplicates": self.duplicates,
            "refused": self.refused,
        }


def counts(batch_id: int) -> ImportCounts:
    by_state = dict(
        ImportRow.objects.filter(batch_id=batch_id)
        .order_by()
        .values_list("state")
        .annotate(number=Count("id"))
    )
    return ImportCounts(
        clean=by_state.get(ImportRow.State.CLEAN, 0),
        imported=by_state.get(ImportRow.State.IMPORTED, 0),
        duplicates=by_state.get(ImportRow.State.DUPLICATE, 0),
        refused=by_state.get(ImportRow.State.REFUSED, 0) + by_state.get(ImportRow.State.FAILED, 0),
    )


def rows_of(batch_id: int, states: Collection[str] = ()) -> QuerySet[ImportRow]:
    """The cases of a list in its order; those in `states` only, where any are named."""
    found = ImportRow.objects.filter(batch_id=batch_id)
    if states:
        found = found.filter(state__in=list(states))
    return found.select_related("case").order_by("first_row")


_PROBLEMS = """
    SELECT problem FROM (
        SELECT 0 AS first_row, place, problem FROM cases_importbatch,
            jsonb_array_elements(problems) WITH ORDINALITY AS one(problem, place)
            WHERE id = %(batch)s
        UNION ALL
        SELECT first_row, place, problem FROM cases_importrow,
            jsonb_array_elements(problems) WITH ORDINALITY AS one(problem, place)
            WHERE batch_id = %(batch)s
    ) AS every
"""


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """Some problems of a list and how many there are. Keys as `Problem.as_json`, row 0: the file."""

    items: tuple[dict[str, Any], ...]
    total: int


def problems(
    batch_id: int, *, offset: int = 0, limit: int = 50, errors_only: bool = False
) -> ProblemPage:
    """Problems of a list by row, those of the file as a whole first; numbers of people masked."""
    where = " WHERE problem->>'severity' = 'error'" if errors_only else ""
    wanted = {"batch": batch_id, "limit": limit, "offset": offset}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({_PROBLEMS}{where}) AS counted", wanted)
        total = cursor.fetchone()
        cursor.execute(
            f"{_PROBLEMS}{where} ORDER BY first_row, place LIMIT %(limit)s OFFSET %(offset)s",
            wanted,
        )
        items = tuple(_parsed(row[0]) for row in cursor.fetchall())
    return ProblemPage(items, int(total[0]) if total else 0)


def _parsed(problem: Any) -> dict[str, Any]:
    if isinstance(problem, dict):
        return problem
    found: dict[str, Any] = json.loads(problem)
    return found


def open_again(
    found: ImportBatch, keep_rows: Collection[int] = ()
) -> Callable[[Callable[[int, int], None] | None], Preview]:
    """Reads the list, told whom to tell of its progress; needs no viewing any more.

    A Refusal when the list itself has been deleted.
    """
    content = import_store.content(found.stored_as)
    court = courts.court(found.court_id).name

    def read(progress: Callable[[int, int], None] | None) -> Preview:
        return read_spreadsheet(
            content,
            found.file_name,
            on=found.read_on,
            mapping=found.mapping,
            sheet=found.sheet or None,
            court=court,
            keep_rows=keep_rows,
            progress=progress,
        )

    return read


def read_again(found: ImportBatch, keep_rows: Collection[int] = ()) -> Preview:
    """The list as it was read at upload: same day, same columns, same sheet, same court."""
    return open_again(found, keep_rows)(None)


def error_file(batch_id: int, by: Actor) -> bytes:
    """The rows not imported as .xlsx, with what is wrong and its cure; holds identity numbers.

    Raises a Refusal when the list itself has been deleted.
    """
    found = batch(batch_id, by)
    refused = list(rows_of(batch_id, (ImportRow.State.REFUSED, ImportRow.State.FAILED)))
    return errors_of(read_again(found, _numbers(refused)), refused)


def errors_of(preview: Preview, refused: list[ImportRow]) -> bytes:
    """The error file of these rows; `preview` must have kept their cells."""
    numbers = _numbers(refused)
    said = {(problem.row, problem.code) for problem in preview.problems}
    more = [
        Problem(**{**kept, "severity": Severity(kept["severity"])})
        for row in refused
        for kept in row.problems
        if (kept["row"], kept["code"]) not in said
    ]
    wanted = replace(
        preview,
        refused_rows={row: cells for row, cells in preview.refused_rows.items() if row in numbers},
        problems=(*preview.problems, *more),
    )
    out = io.BytesIO()
    write_errors(wanted, out)
    return out.getvalue()


def _numbers(rows: list[ImportRow]) -> frozenset[int]:
    return frozenset(number for row in rows for number in row.rows)


def template_file() -> bytes:
    """An empty list to fill in, as .xlsx."""
    out = io.BytesIO()
    write_template(out)
    return out.getvalue()

"""Lists of cases over HTTP: bringing one, looking at it, starting, cancelling, the error file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Header, Router, Status
from ninja.files import UploadedFile

from duixian.api.doing_acts import ANSWERS, answer
from duixian.api.reading import actor_of
from duixian.contexts.cases import importing, queries_import
from duixian.contexts.cases.acts_import import CancelImport, StartImport
from duixian.contexts.cases.models_import import ImportBatch
from duixian.contexts.cases.spreadsheet.refusals import MOST_BYTES, refuse
from duixian.contexts.record.actors import Actor
from duixian.contexts.record.doing import do
from duixian.contexts.record.viewing import viewing

router = Router(tags=["imports"])

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PROBLEMS_AT_ONCE = 200
REFUSED = {status: shape for status, shape in ANSWERS.items() if status >= 400}


def _shape(found: ImportBatch) -> dict[str, Any]:
    return {
        "batch": found.pk,
        "file_name": found.file_name,
        "digest": found.digest,
        "sheet": found.sheet,
        "state": found.state,
        "rows": found.rows_read,
        "done": found.done,
        "total": found.total,
        "uploaded_at": found.uploaded_at,
        "started_at": found.started_at,
        "ended_at": found.ended_at,
        "headings": found.headings,
        **queries_import.counts(found.pk).as_json(),
    }


def _answer(batch_id: int, by: Actor, offset: int = 0) -> dict[str, Any]:
    with viewing(by):
        found = queries_import.batch(batch_id, by)
        page = queries_import.problems(found.pk, offset=offset, limit=PROBLEMS_AT_ONCE)
        after = offset + len(page.items)
        return {
            **_shape(found),
            "problems": list(page.items),
            "problems_total": page.total,
            "next": after if after < page.total else None,
        }


@router.post(
    "imports",
    response={201: dict[str, Any], **REFUSED},
    summary="上传案件清单 / Bring a list of cases",
)
def bring(
    request: HttpRequest,
    file: UploadedFile = File(...),
    sheet: str = Form(""),
    idempotency_key: str | None = Header(default=None, alias="Idempotency-Key"),
) -> Status[Any]:
    by = actor_of(request)
    if (file.size or 0) > MOST_BYTES:
        raise refuse("too_big", size=(file.size or 0) >> 20, most=MOST_BYTES >> 20)
    batch_id = importing.upload(
        file.read(), file.name or "", by=by, sheet=sheet or None, key=idempotency_key
    )
    return Status(201, _answer(batch_id, by))


@router.get(
    "imports/{batch_id}",
    response={200: dict[str, Any], **REFUSED},
    summary="导入进度与问题 / Progress and problems of a list",
)
def look(request: HttpRequest, batch_id: int, offset: int = 0) -> dict[str, Any]:
    return _answer(batch_id, actor_of(request), max(0, offset))


@router.post("imports/{batch_id}/start", response=ANSWERS, summary="开始导入 / Start")
def start(request: HttpRequest, batch_id: int) -> Status[Any]:
    return answer(do(StartImport(batch=batch_id), by=actor_of(request)))


@router.post("imports/{batch_id}/cancel", response=ANSWERS, summary="取消导入 / Cancel")
def cancel(request: HttpRequest, batch_id: int) -> Status[Any]:
    return answer(do(CancelImport(batch=batch_id), by=actor_of(request)))


@router.get("imports/{batch_id}/errors.xlsx", summary="错误文件 / The rows not imported")
def errors(request: HttpRequest, batch_id: int) -> HttpResponse:
    by = actor_of(request)
    with viewing(by):
        content = queries_import.error_file(batch_id, by)
    response = HttpResponse(content, content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="errors-{batch_id}.xlsx"'
    response["Cache-Control"] = "no-store"
    return response

"""Papers as files: PDF and DOCX, the same bytes each time."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from ninja import Router

from duixian.api.reading import actor_of
from duixian.contexts.documents import queries
from duixian.contexts.record.viewing import viewing

router = Router(tags=["documents"])


@router.get("documents/{document_id}.pdf", summary="文书 PDF / A paper as PDF")
def as_pdf(request: HttpRequest, document_id: int) -> HttpResponse:
    return _file(request, document_id, "pdf")


@router.get("documents/{document_id}.docx", summary="文书 DOCX / A paper as DOCX")
def as_docx(request: HttpRequest, document_id: int) -> HttpResponse:
    return _file(request, document_id, "docx")


def _file(request: HttpRequest, document_id: int, kind: str) -> HttpResponse:
    with viewing(actor_of(request)):
        paper = queries.document(document_id)
        if kind == "pdf":
            answer = HttpResponse(queries.render_pdf(paper.pk), content_type=queries.PDF)
        else:
            answer = HttpResponse(queries.render_docx(paper.pk), content_type=queries.DOCX)
        name = quote(queries.file_name(paper, kind))
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    answer["ETag"] = f'"{paper.content_hash}.{kind}"'
    return answer

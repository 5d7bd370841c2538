"""A paper (文书): shown as it was issued, each value with its source; the file's index."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from duixian.contexts.cases import access
from duixian.contexts.documents import queries as documents
from duixian.contexts.documents.models import Document
from duixian.contexts.record import queries as record
from duixian.contexts.record.acts import Act, catalogue
from duixian.kernel.findings import Refusal
from duixian.portals.components import contexts as show
from duixian.portals.components import formats
from duixian.portals.officer import sources
from duixian.portals.officer.act_parts import act_href
from duixian.portals.shell import shell
from duixian.portals.viewer import actor_of, page

_PRINTED = {
    "pdf": (documents.render_pdf, documents.PDF),
    "docx": (documents.render_docx, documents.DOCX),
}


@page()
def document(request: HttpRequest, document_id: int) -> HttpResponse:
    """The paper in a frame, with number, service, and where each value came from."""
    paper = documents.document(document_id)
    case = access.case_or_refuse(paper.case_id) if paper.case_id else None
    home = show.Link(_("工作台"), reverse("officer:desk"))
    place = [home, show.Link(paper.title)]
    if case is not None:
        href = reverse("officer:case", args=[case.pk])
        place.insert(1, show.Link(case.docket_number, f"{href}?tab=papers"))
    act = _act_of(paper)
    context = show.DocumentPage(
        title=paper.title,
        place=place,
        number=paper.number,
        pdf_href=reverse("officer:printed", args=[paper.pk, "pdf"]),
        facts=_facts(paper),
        actions=_actions(paper, actor_of(request).court_id),
        services=_services(paper),
        sources=[
            (each["label"], _shown(each["value"]), sources.words(_shown(each["source"]), act))
            for each in documents.fields_of(paper)
        ],
        digest=f"{paper.content_hash[:8]}·{paper.content_hash[-8:]}",
        status=show.Tag(_("已送达"), "ink") if _served(paper) else None,
    )
    return render(
        request, "officer/document.html", {"page": context, "shell": shell(request, "cases")}
    )


def _act_of(paper: Document) -> type[Act] | None:
    """The act that issued the paper, if it is still in the catalogue."""
    try:
        return catalogue.find(record.entry(paper.entry_id).act)
    except Refusal:
        return None


def _shown(value: Any) -> str:
    if isinstance(value, list):
        rows = [
            " ".join(str(cell) for cell in row.values() if cell)
            if isinstance(row, dict)
            else str(row)
            for row in value
        ]
        return "；".join(rows)
    return "" if value is None else str(value)


def _facts(paper: Document) -> list[tuple[str, str]]:
    signers = "、".join(each["name"] for each in paper.signers)
    pairs = (
        (_("主送"), paper.addressee),
        (_("签发日期"), formats.day(paper.issued_on)),
        (_("签发"), signers),
        (_("印章"), paper.seal),
        (_("日志"), str(paper.entry_id)),
    )
    return [(label, value) for label, value in pairs if value]


def _actions(paper: Document, court_id: int) -> list[show.Action]:
    actions = [
        show.Action(_("下载 PDF"), reverse("officer:printed", args=[paper.pk, "pdf"])),
        show.Action(_("下载 DOCX"), reverse("officer:printed", args=[paper.pk, "docx"])),
    ]
    if paper.must_be_served and paper.case_id and paper.court_id == court_id:
        href = f"{act_href('documents.record_service', paper.case_id)}?documents={paper.pk}"
        actions.append(show.Action(_("登记送达"), href, "main"))
    return actions


def _served(paper: Document) -> bool:
    return paper.services.filter(completed_on__isnull=False).exists()


def _services(paper: Document) -> show.Table | None:
    found = [
        show.Row(
            (
                each.recipient_name,
                _(each.get_method_display()),
                each.served_on,
                each.completed_on or each.reason,
            )
        )
        for each in paper.services.order_by("served_on", "id")
    ]
    if not found:
        return None
    columns = [
        show.Column(_("受送达人")),
        show.Column(_("方式"), width="name"),
        show.Column(_("日期"), "day", "day"),
        show.Column(_("送达")),
    ]
    return show.Table(columns, [show.Group(found)], _("送达"), tight=True)


@page()
def printed(request: HttpRequest, document_id: int, kind: str) -> HttpResponse:
    """The paper itself: PDF is shown, DOCX is taken away."""
    printing, content_type = _PRINTED[kind]
    paper = documents.document(document_id)
    answer = HttpResponse(printing(document_id), content_type=content_type)
    name = quote(documents.file_name(paper, kind))
    way = "inline" if kind == "pdf" else "attachment"
    answer["Content-Disposition"] = f"{way}; filename*=UTF-8''{name}"
    return answer


@page()
def file_index(request: HttpRequest, case_id: int) -> HttpResponse:
    """The index of the case's file as it stands today."""
    case = access.case_or_refuse(case_id)
    answer = HttpResponse(documents.file_index_pdf(case.pk), content_type=documents.PDF)
    name = quote(f"{case.docket_number} 卷内目录.pdf")
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
    return answer

"""Every read of papers others may make. All need an open viewing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from duixian.contexts.cases.access import case_or_refuse
from duixian.contexts.documents import access
from duixian.contexts.documents.blocks import Sheet, content_hash
from duixian.contexts.documents.gathering import Ground
from duixian.contexts.documents.issuing import sheet_of
from duixian.contexts.documents.models import Document, Service
from duixian.contexts.documents.templates import SEALED_COLUMNS, Template, expand, template
from duixian.contexts.documents.typefaces import Typefaces
from duixian.contexts.documents.typst_press import print_pdf
from duixian.contexts.documents.word_press import print_docx
from duixian.kernel import clock
from duixian.kernel.findings import Refusal
from duixian.kernel.money import display

_SEALED = "（已加密）"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def documents_of(case_id: int) -> QuerySet[Document]:
    """Papers of a case with their services, oldest first (卷内文书)."""
    services = Prefetch("services", Service.objects.order_by("served_on", "id"))
    return (
        Document.objects.filter(case_id=case_id)
        .prefetch_related(services)
        .order_by("issued_on", "id")
    )


def document(document_id: int) -> Document:
    """One paper. Refusal (404) when there is none or it may not be seen."""
    return access.document_or_refuse(document_id)


def latest(case_id: int, kind: str) -> Document | None:
    """The newest paper of a kind in a case, or None."""
    return Document.objects.filter(case_id=case_id, kind=kind).order_by("-id").first()


def to_be_served(case_id: int) -> QuerySet[Document]:
    """Papers of a case that have to be served, newest first."""
    return Document.objects.filter(case_id=case_id, must_be_served=True).order_by("-id")


def unserved(case_id: int) -> QuerySet[Document]:
    """Those of them that no attempt has yet brought to anybody."""
    return to_be_served(case_id).exclude(services__completed_on__isnull=False)


def services_of(case_id: int) -> QuerySet[Service]:
    """Attempts at service in a case, newest first."""
    return (
        Service.objects.filter(case_id=case_id)
        .select_related("document", "recipient__party")
        .order_by("-served_on", "-id")
    )


def is_served_on(paper: Document, party_id: int) -> bool:
    """Whether the paper reached this party of the case."""
    return Service.objects.filter(
        document=paper, recipient_id=party_id, completed_on__isnull=False
    ).exists()


def kind_served_on(case_id: int, kind: str, party_id: int) -> Service | None:
    """The first completed service of a kind of paper on a party, or None."""
    return (
        Service.objects.filter(
            case_id=case_id,
            document__kind=kind,
            recipient_id=party_id,
            completed_on__isnull=False,
        )
        .order_by("completed_on", "id")
        .first()
    )


def fields_of(paper: Document) -> list[dict[str, Any]]:
    """Every value of a paper with its Chinese label and source; identity numbers masked."""
    fields = Template.from_json(paper.template.content).fields
    return [
        {
            "name": field.name,
            "label": field.label,
            "value": _masked(field.kind, paper.facts[field.name]["value"]),
            "source": paper.facts[field.name]["source"],
        }
        for field in fields
        if field.name in paper.facts
    ]


def _masked(kind: str, value: Any) -> Any:
    """A value as people read it: amounts in yuan, identity numbers sealed."""
    if kind == "identity":
        return _SEALED if value else ""
    if kind == "fen" and isinstance(value, int):
        return f"{display(value)} 元"
    if kind == "list":
        return [
            {
                name: _SEALED if name in SEALED_COLUMNS and cell else cell
                for name, cell in row.items()
            }
            for row in value
        ]
    return value


def sheet(document_id: int) -> Sheet:
    """The words of a paper as issued; for showing it on a page.

    Raises Refusal `documents.altered` when they no longer give the hash recorded at issue.
    """
    paper = document(document_id)
    words = sheet_of(paper)
    if content_hash(words) != paper.content_hash:
        raise Refusal(
            "documents.altered",
            f"{paper}的内容与签发时的指纹不符",
            cure="停止使用该文书，并由管理员核查数据库",
            status=409,
        )
    return words


def render_pdf(document_id: int) -> bytes:
    """The paper as PDF/A; the same bytes each time."""
    return print_pdf(sheet(document_id), typefaces())


def render_docx(document_id: int) -> bytes:
    """The paper as DOCX; the same bytes each time."""
    return print_docx(sheet(document_id), typefaces())


def file_name(paper: Document, extension: str) -> str:
    """What the downloaded file is called: (2017)皖0202执512号之一 执行裁定书.pdf."""
    return f"{paper.number} {paper.title}".strip().replace("/", "／") + f".{extension}"


def file_items(case_id: int) -> list[dict[str, str]]:
    """The lines of the file's index (卷宗目录): title, number, day, how it was served."""
    return [
        {
            "title": paper.title,
            "number": paper.number,
            "dated": paper.issued_on.isoformat(),
            "note": _service_note(paper),
        }
        for paper in documents_of(case_id)
    ]


def _service_note(paper: Document) -> str:
    served = [each for each in paper.services.all() if each.succeeded]
    if served:
        return "已送达" if len(served) == 1 else f"已送达{len(served)}人"
    return "未送达" if paper.must_be_served else ""


def file_index(case_id: int) -> Sheet:
    """The index of a case's file as it stands today."""
    paper = template("file_index")
    case = case_or_refuse(case_id)
    ground = Ground(case.court_id, case_id, clock.today())
    gathered = ground.values({field.name for field in paper.fields})
    values = {name: each["value"] for name, each in gathered.items()}
    for side in ("creditors", "debtors"):
        values[side] = [{"name": each["name"]} for each in values[side]]
    values["issued_on"] = clock.today().isoformat()
    values["items"] = file_items(case_id)
    if case.closed_on is not None:
        values["closed_on"] = case.closed_on.isoformat()
    notice = getattr(settings, "SYNTHETIC_NOTICE", "")
    return expand(paper, values, number=case.docket_number, notice=notice)


def file_index_pdf(case_id: int) -> bytes:
    """The index of a case's file as PDF."""
    return print_pdf(file_index(case_id), typefaces())


def typefaces() -> Typefaces:
    """The typefaces this court prints with: the setting DOCUMENT_TYPEFACES, or the wheel's."""
    given: Mapping[str, Any] = getattr(settings, "DOCUMENT_TYPEFACES", {})
    listed: dict[str, Any] = {
        name: tuple(each) if isinstance(each, list) else each for name, each in given.items()
    }
    return Typefaces(**listed)

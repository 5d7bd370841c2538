"""Who may read a paper: one condition a line, over the wall of row-level security."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from duixian.contexts.documents.models import Document
from duixian.kernel.findings import Refusal


def document_or_refuse(document_id: Any) -> Document:
    """The paper, if row-level security shows it; otherwise a Refusal that tells nothing (404)."""
    found = Document.objects.select_related("template").filter(pk=document_id).first()
    if found is None:
        raise _not_found()
    return found


def documents_of_case_or_refuse(case_id: int, document_ids: Iterable[int]) -> list[Document]:
    """Several papers of one case, in the order asked; one that is not there refuses them all."""
    wanted = list(dict.fromkeys(document_ids))
    found = {each.pk: each for each in Document.objects.filter(case_id=case_id, pk__in=wanted)}
    if len(found) != len(wanted):
        raise _not_found()
    return [found[document_id] for document_id in wanted]


def _not_found() -> Refusal:
    return Refusal(
        "documents.not_found",
        "没有这份文书，或您无权查看",
        cure="从本案文书列表中选择",
        field="documents",
        status=404,
    )

"""Issuing a paper (制作文书): gather, cite, number, check, and keep its facts.

`issue` is what the one door calls for an act with a `document`; an act that issues several
papers calls it in its `perform` for the others.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import connection, transaction
from pydantic_core import to_jsonable_python

from duixian.contexts.documents import engine
from duixian.contexts.documents.blocks import Sheet, content_hash
from duixian.contexts.documents.citing import law_values
from duixian.contexts.documents.gathering import Ground, Traced, traced
from duixian.contexts.documents.models import Document, TemplateText
from duixian.contexts.documents.templates import SEALED_COLUMNS, Template, expand, template
from duixian.contexts.record import sealing, serials
from duixian.contexts.record.acts import Doing


def issue(
    kind: str,
    at: Doing,
    values: Mapping[str, Any],
    *,
    about: Mapping[str, Any] | None = None,
) -> int:
    """Issue a paper within an act and return its id.

    values: what the record does not know by itself; each either plain or {"value", "source"};
    money in fen, days as dates or ISO text. A given value wins over a gathered one. about: what the paper concerns, by the names of the
    journal ({"measure": 5}), so that its service can meet the clocks of that thing.
    Raises the Refusals of `templates.expand`.
    """
    paper = template(kind)
    ground = Ground.of(at)
    facts = _facts(paper, at, ground, values)
    serial = _serial(paper, at)
    docket = str(facts.get("docket_number", {"value": ""})["value"])
    document = Document(
        court_id=at.court_id,
        case_id=at.case_id,
        kind=kind,
        title=paper.title,
        series=paper.series,
        serial=serial,
        number=engine.document_number(docket, serial),
        addressee=_addressee(facts),
        facts=facts,
        template=_keep(paper),
        issued_on=at.on,
        issued_at=at.now,
        entry_id=at.memo["entry_id"],
        signers=at.signers,
        seal=ground.court_name if paper.sealed else "",
        notice=getattr(settings, "SYNTHETIC_NOTICE", ""),
        must_be_served=paper.served,
        about=dict(about or {}),
    )
    document.content_hash = content_hash(sheet_of(document))
    document.save(force_insert=True)
    return document.pk


def sheet_of(document: Document) -> Sheet:
    """The paper as issued: from its stored facts and the template of that day."""
    paper = Template.from_json(document.template.content)
    return expand(
        paper,
        {name: _identities(paper, name, each, _unseal) for name, each in document.values.items()},
        number=document.number,
        notice=document.notice,
        seal=document.seal,
    )


def _facts(
    paper: Template, at: Doing, ground: Ground, values: Mapping[str, Any]
) -> dict[str, Traced]:
    own = {field.name for field in paper.fields}
    facts: dict[str, Traced] = {"issued_on": traced(at.on.isoformat(), "record.Doing.on")}
    facts |= ground.values(own - set(values) - set(facts))
    facts |= {name: each for name, each in law_values(paper.kind, at.on).items() if each["value"]}
    given = to_jsonable_python(dict(values))
    facts |= {name: _traced(paper, name, value) for name, value in given.items()}
    return {name: _sealed(paper, name, each) for name, each in facts.items()}


def _traced(paper: Template, name: str, given: Any) -> Traced:
    if isinstance(given, Mapping) and set(given) == {"value", "source"}:
        return dict(given)
    known = {field.name: field.source for field in paper.fields}
    return traced(given, known.get(name, "act"))


def _sealed(paper: Template, name: str, fact: Traced) -> Traced:
    """Identity and account numbers are sealed before anything is kept."""
    return {**fact, "value": _identities(paper, name, fact["value"], _seal)}


def _identities(paper: Template, name: str, value: Any, change: Callable[[str], str]) -> Any:
    """The value with its sealed numbers changed; a text that only looks sealed stays as it is."""
    kinds = {field.name: field.kind for field in paper.fields}
    if kinds.get(name) == "identity":
        return change(value)
    if kinds.get(name) == "list":
        return [
            {key: change(cell) if key in SEALED_COLUMNS else cell for key, cell in row.items()}
            for row in value
        ]
    return value


def _seal(number: str) -> str:
    return number if not number or sealing.is_sealed(number) else sealing.seal(number)


def _unseal(number: str) -> str:
    return sealing.unseal(number) if sealing.is_sealed(number) else number


def _addressee(facts: Mapping[str, Traced]) -> str:
    for name in ("addressee", "institution", "recipient"):
        if name in facts:
            return str(facts[name]["value"])[:400]
    return ""


def _serial(paper: Template, at: Doing) -> int | None:
    if not paper.series or at.case_id is None:
        return None
    return serials.next_serial(engine.serial_scope(at.case_id, paper.series), at.court_id)


# Digests known to be committed, by connection; nothing is ever deleted from their table.
_stored: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


def _keep(paper: Template) -> TemplateText:
    """The template's own text, put by at its first use."""
    digest, content = _digested(paper.kind, paper.version, paper.body)
    kept = TemplateText(digest, paper.kind, paper.version, content)
    known = _stored.setdefault(connection.connection, set())
    if digest not in known:
        if not TemplateText.objects.filter(pk=digest).exists():
            TemplateText.objects.bulk_create([kept], ignore_conflicts=True)
        transaction.on_commit(partial(known.add, digest))
    return kept


@lru_cache(maxsize=256)
def _digested(kind: str, version: str, body: str) -> tuple[str, dict[str, Any]]:
    canonical = json.dumps(template(kind).as_json(), ensure_ascii=False, sort_keys=True)
    return sha256(canonical.encode()).hexdigest(), json.loads(canonical)

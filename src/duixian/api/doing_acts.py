"""Acts over HTTP: the catalogue, doing one, signing and refusing drafts."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Body, Header, Router, Schema, Status

from duixian.api import shapes
from duixian.api.reading import actor_of
from duixian.contexts.record import queries, signing
from duixian.contexts.record.acts import Act, catalogue, read_json_facts
from duixian.contexts.record.doing import Done, Waiting, do
from duixian.contexts.record.signing import Lapsed
from duixian.contexts.record.viewing import viewing
from duixian.kernel.findings import Refusal

router = Router(tags=["acts"])


class DoneAnswer(Schema):
    """201: the act took effect."""

    entry: int
    seq: int
    hash: str
    occurred_on: date
    recorded_at: Any
    result: dict[str, Any]


class WaitingAnswer(Schema):
    """202: the act waits for signatures."""

    draft: int
    waiting_for: str


class RefusalAnswer(Schema):
    """The law or the record does not allow it; nothing was written."""

    refusal: dict[str, Any]


ANSWERS: dict[int, Any] = {
    201: DoneAnswer,
    202: WaitingAnswer,
    400: RefusalAnswer,
    401: dict[str, Any],
    403: RefusalAnswer,
    404: RefusalAnswer,
    409: RefusalAnswer,
    422: RefusalAnswer,
    429: RefusalAnswer,
}


def answer(outcome: Done | Waiting | Lapsed) -> Status[Any]:
    """The HTTP answer to an outcome of the one door."""
    if isinstance(outcome, Done):
        return Status(
            201,
            {
                "entry": outcome.entry_id,
                "seq": outcome.seq,
                "hash": outcome.hash,
                "occurred_on": outcome.occurred_on,
                "recorded_at": outcome.recorded_at,
                "result": outcome.result,
            },
        )
    if isinstance(outcome, Lapsed):
        return Status(422, {"refusal": outcome.refusal.as_json()})
    return Status(202, {"draft": outcome.draft_id, "waiting_for": outcome.waiting_for})


@router.get("acts", summary="办理目录 / The catalogue of acts")
def list_acts(request: HttpRequest) -> list[dict[str, Any]]:
    return [shapes.act(kind) for kind in catalogue]


def do_act(
    request: HttpRequest, code: str, facts: dict[str, Any], key: str | None, on: date | None
) -> Status[Any]:
    """Do the act of this code as the token's person."""
    act = read_json_facts(catalogue.find(code), json.dumps(facts))
    return answer(do(act, by=actor_of(request), key=key, occurred_on=on))


def _operation(kind: type[Act]) -> Any:
    """One API operation an act: its facts are its body, its docstring its description."""

    def operation(
        request: HttpRequest,
        facts: dict[str, Any] = Body(default_factory=dict),
        idempotency_key: str | None = Header(default=None, alias="Idempotency-Key"),
        occurred_on: date | None = None,
    ) -> Status[Any]:
        return do_act(request, kind.code, facts, idempotency_key, occurred_on)

    operation.__name__ = kind.code.replace(".", "_")
    operation.__doc__ = kind.__doc__
    return operation


def register(target: Router) -> None:
    """An operation for each act of the catalogue; unknown codes give a 404 that says so."""
    for kind in catalogue:
        target.post(
            f"acts/{kind.code}",
            response=ANSWERS,
            summary=f"{kind.title} / {kind.title_en}",
            operation_id=kind.code.replace(".", "_"),
            openapi_extra={
                "requestBody": {
                    "content": {"application/json": {"schema": _inline_schema(kind)}},
                    "required": True,
                }
            },
        )(_operation(kind))

    @target.post("acts/{code}", response=ANSWERS, include_in_schema=False)
    def unknown_act(request: HttpRequest, code: str) -> Status[Any]:
        catalogue.find(code)
        raise Refusal("record.unknown_act", f"没有“{code}”这一执行行为", status=404)


def _inline_schema(kind: type[Act]) -> dict[str, Any]:
    """The JSON Schema of the facts with its definitions written in place."""
    schema = kind.model_json_schema()
    definitions = schema.pop("$defs", {})

    def resolve(node: Any) -> Any:
        if isinstance(node, dict):
            if "$ref" in node:
                name = node["$ref"].rsplit("/", 1)[-1]
                return resolve(
                    {**definitions[name], **{k: v for k, v in node.items() if k != "$ref"}}
                )
            return {key: resolve(value) for key, value in node.items()}
        if isinstance(node, list):
            return [resolve(each) for each in node]
        return node

    resolved: dict[str, Any] = resolve(schema)
    return resolved


class RefuseDraft(Schema):
    reason: str


class SignDraft(Schema):
    note: str = ""


@router.get("drafts", summary="待我签发 / Drafts waiting for me")
def list_drafts(request: HttpRequest) -> dict[str, Any]:
    actor = actor_of(request)
    with viewing(actor):
        return {"items": [shapes.draft(row) for row in queries.drafts_waiting_for(actor)[:200]]}


@router.post("drafts/{draft_id}/sign", response=ANSWERS, summary="签发 / Sign a draft")
def sign_draft(
    request: HttpRequest, draft_id: int, body: SignDraft = Body(default_factory=SignDraft)
) -> Status[Any]:
    return answer(signing.sign(draft_id, by=actor_of(request), note=body.note))


@router.post(
    "drafts/{draft_id}/refuse",
    response={200: dict[str, Any], **{k: v for k, v in ANSWERS.items() if k >= 400}},
    summary="退回 / Send a draft back",
)
def refuse_draft(request: HttpRequest, draft_id: int, body: RefuseDraft) -> Status[Any]:
    returned = signing.refuse(draft_id, by=actor_of(request), reason=body.reason)
    return Status(200, {"draft": returned.draft_id, "status": returned.status})

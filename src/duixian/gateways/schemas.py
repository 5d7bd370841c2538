"""Writes docs/protocol's schemas and table of items from the models (`python -m` this module)."""

from __future__ import annotations

import hashlib
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import rfc8785
from pydantic import BaseModel

from duixian.gateways import protocol
from duixian.gateways.keys import PrivateKey
from duixian.gateways.protocol import MEASURE_LABELS, REASONS, Envelope, Kind, Measure
from duixian.gateways.protocol.words import Sort
from duixian.gateways.signing import seal
from duixian.kernel.money import fen

BODIES: dict[Kind, type[BaseModel]] = {
    Kind.INQUIRY_REQUEST: protocol.InquiryRequest,
    Kind.INQUIRY_RECEIPT: protocol.InquiryReceipt,
    Kind.INQUIRY_ANSWER: protocol.InquiryAnswer,
    Kind.CONTROL_ORDER: protocol.ControlOrder,
    Kind.CONTROL_RECEIPT: protocol.ControlReceipt,
    Kind.CONTROL_RESULT: protocol.ControlResult,
    Kind.PAYMENT_ORDER: protocol.PaymentOrder,
    Kind.PAYMENT_RECEIPT: protocol.PaymentReceipt,
    Kind.PAYMENT_RESULT: protocol.PaymentResult,
    Kind.STATEMENT_FETCH: protocol.StatementRequest,
    Kind.STATEMENT_PAGE: protocol.StatementPage,
    Kind.NOT_YET: protocol.NotYetBody,
    Kind.REFUSAL: protocol.RefusalBody,
    Kind.RETURN: protocol.ReturnBody,
}
TABLES: tuple[type[BaseModel], ...] = (
    protocol.InquiryRequest,
    protocol.Writ,
    protocol.InquiryReceipt,
    protocol.InquiryAnswer,
    protocol.AccountFound,
    protocol.FreezeFound,
    protocol.SubAccountFound,
    protocol.ProductFound,
    protocol.PriorityFound,
    protocol.TransactionFound,
    protocol.EstateFound,
    protocol.HolderFound,
    protocol.MortgageFound,
    protocol.SealFound,
    protocol.VehicleFound,
    protocol.ControlOrder,
    protocol.AccountOrder,
    protocol.EstateOrder,
    protocol.VehicleOrder,
    protocol.ControlReceipt,
    protocol.ControlResult,
    protocol.ControlOutcome,
    protocol.PaymentOrder,
    protocol.PaymentReceipt,
    protocol.PaymentResult,
    protocol.StatementRequest,
    protocol.StatementPage,
    protocol.LineFound,
    protocol.NotYetBody,
    protocol.RefusalBody,
    protocol.ReturnBody,
)


def documents() -> dict[str, str]:
    """Every generated file of docs/protocol by its name."""
    files = {"envelope.schema.json": _schema(Envelope, "envelope")}
    for kind, body in BODIES.items():
        files[f"{kind.value}.schema.json"] = _schema(body, kind.value)
    files["items.md"] = _items()
    files["codes.md"] = _codes()
    files["example.json"] = _example()
    return files


def write(folder: Path) -> None:
    """Write them all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in documents().items():
        (folder / name).write_text(text, encoding="utf-8")


def _schema(model: type[BaseModel], name: str) -> str:
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:duixian:protocol:1:{name}",
        **model.model_json_schema(mode="validation"),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _example() -> str:
    """A signed order another implementation can be checked against: key, bytes, signature."""
    key = PrivateKey.from_seed(bytes(range(32)))
    order = protocol.ControlOrder(
        request_number="340202-K000001",
        institution_kind=protocol.InstitutionKind.BANK,
        nature="2",
        name="张三丰",
        document_kind="居民身份证",
        id_number="349900198001011230",
        court_name="芜湖市镜湖区人民法院",
        court_code="jinghu",
        officer="周执行",
        docket_number="（2016）皖0202执1号",
        work_card="皖执工0001",
        duty_card="皖执公0001",
        notice_name="协助冻结存款通知书",
        writs=(
            protocol.Writ.of("通知书.pdf", "协助冻结存款通知书", b"notice"),
            protocol.Writ.of("裁定书.pdf", "执行裁定书", b"ruling"),
        ),
        accounts=(
            protocol.AccountOrder(
                measure=Measure.FREEZE,
                ruling_number="（2016）皖0202执1号之一",
                starts_on=date(2016, 5, 17),
                ends_on=date(2017, 5, 16),
                object_kind="1",
                account_number="62007001000000000001",
                content="1",
                amount=fen("1234.50"),
            ),
        ),
    )
    message = seal(
        order,
        Kind.CONTROL_ORDER,
        sender="jinghu",
        recipient="bank-7001",
        correlation=order.request_number,
        idempotency_key=order.request_number,
        signer=key,
        issued_at=datetime(2016, 5, 17, 1, 30, tzinfo=UTC),
        nonce="example-nonce-000001",
    )
    signed = {name: message[name] for name in message if name != "signature"}
    example = {
        "note": "seed of the private key: bytes 00 to 1f; for this example only",
        "public_key": key.public.text,
        "sha256_of_canonical_bytes": hashlib.sha256(rfc8785.dumps(signed)).hexdigest(),
        "message": message,
    }
    return json.dumps(example, ensure_ascii=False, indent=2) + "\n"


def _items() -> str:
    lines = [
        "# Data items, message by message",
        "",
        "Generated from `duixian.gateways.protocol`; do not edit. *ours*: no national code was",
        "found and the code was chosen here.",
        "",
    ]
    for model in TABLES:
        summary = (model.__doc__ or "").strip().splitlines()[0]
        lines += [f"## {model.__name__}", "", summary, ""]
        lines += [
            "| code | 中文 | attribute | meaning | needed | origin |",
            "|---|---|---|---|---|---|",
        ]
        for attribute, field in model.model_fields.items():
            extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
            needed = "yes" if field.is_required() else ""
            origin = "" if extra.get("origin") == "national" else "ours"
            lines.append(
                f"| {field.alias} | {field.title} | `{attribute}` | {field.description}"
                f" | {needed} | {origin} |"
            )
        lines.append("")
    return "\n".join(lines)


def _codes() -> str:
    lines = ["# Codes", "", "Generated from `duixian.gateways.protocol`; do not edit.", ""]
    lines += ["## Measures (控制措施 KZCS)", "", "| code | 中文 | English |", "|---|---|---|"]
    for measure in Measure:
        chinese, english = MEASURE_LABELS[measure]
        lines.append(f"| {measure.value} | {chinese} | {english} |")
    titles = {
        Sort.REFUSED: "Refused (拒收): the message is not accepted",
        Sort.RETURNED: "Returned (回退): the request is faulty and closed",
        Sort.NOT_CONTROLLED: "Not controlled (未控): the order had no effect",
        Sort.NOT_PAID: "Not paid (付款失败): the money is back on the court's account",
    }
    for sort, title in titles.items():
        lines += ["", f"## {title}", "", "| code | 中文 | 处理 | HTTP |", "|---|---|---|---|"]
        lines += [
            f"| {reason.value} | {words.chinese} | {words.cure} | {words.status} |"
            for reason, words in REASONS.items()
            if words.sort is sort
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    write(Path(sys.argv[1]))

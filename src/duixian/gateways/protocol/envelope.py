"""The signed envelope every message travels in, and the short bodies both sides use."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from duixian.gateways.protocol.items import OURS, Lenient, Strict, item
from duixian.gateways.protocol.words import Capability, InstitutionKind, Reason

VERSION = "1"
LIFETIME = timedelta(minutes=5)
"""Longest time between issue and expiry of a message; a nonce is remembered that long."""
CLOCK_TOLERANCE = timedelta(minutes=2)
"""How far the two sides' clocks may differ."""
MOST_BYTES = 4 * 1024 * 1024
HEADER_OF_FETCH = "Duixian-Message"
"""A GET carries its signed message here, as base64url of the envelope."""

Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$")]
Nonce = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{16,64}$")]


class Kind(StrEnum):
    """Kind of message (报文种类)."""

    INQUIRY_REQUEST = "inquiry.request"
    INQUIRY_RECEIPT = "inquiry.receipt"
    INQUIRY_ANSWER = "inquiry.answer"
    CONTROL_ORDER = "control.order"
    CONTROL_RECEIPT = "control.receipt"
    CONTROL_RESULT = "control.result"
    ANSWER_FETCH = "answer.fetch"
    RESULT_FETCH = "result.fetch"
    PAYMENT_ORDER = "payment.order"
    PAYMENT_RECEIPT = "payment.receipt"
    PAYMENT_FETCH = "payment.fetch"
    PAYMENT_RESULT = "payment.result"
    STATEMENT_FETCH = "statement.fetch"
    STATEMENT_PAGE = "statement.page"
    NOT_YET = "not_yet"
    REFUSAL = "refusal"
    RETURN = "return"
    PUSH_TAKEN = "push.taken"


class Envelope(BaseModel):
    """Who says what to whom, until when, once; signed over its canonical JSON (RFC 8785)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str = Field(description="protocol version, 1")
    kind: Kind
    sender: Identifier = Field(description="court code or identifier of the institution")
    recipient: Identifier
    key_id: Identifier
    algorithm: Literal["Ed25519"]
    issued_at: AwareDatetime
    expires_at: AwareDatetime
    nonce: Nonce = Field(description="used once; a second use is refused as a replay")
    correlation: Identifier = Field(description="chosen by the court; equals BDHM of the body")
    idempotency_key: Identifier | None = Field(
        default=None, description="chosen by the court; the same key takes effect once"
    )
    in_reply_to: Nonce | None = Field(
        default=None, description="nonce of the message this one answers; absent in a push"
    )
    body: dict[str, Any]
    signature: str = Field(description="base64 of the signature over the rest")


class NotYetBody(Lenient):
    """The answer or result is not ready (尚未反馈)."""

    request_number: str = item("BDHM", "请求单号", "request number")
    retry_after_seconds: float = item(
        "CSSJ", "建议再次查询间隔（秒）", "seconds to wait", origin=OURS, default=1.0
    )


class RefusalBody(Lenient):
    """The message is not accepted (拒收)."""

    reason: Reason = item("JSDM", "拒收原因代码", "reason code", origin=OURS)
    message: str = item("MSG", "处理失败原因描述", "why, in words", default="")


class ReturnBody(Lenient):
    """Return of a faulty request (请求回退 htxx): it closes the request without an answer."""

    request_number: str = item("BDHM", "请求单号", "request number")
    reason: Reason = item("XCHTYY", "回退原因", "reason")
    remark: str = item("XCHTBZ", "回退原因备注", "explanation", default="")
    contact: str = item("XCHTR", "回退联系人", "contact", default="")
    telephone: str = item("XCHTDH", "回退联系人电话", "contact's telephone", default="")


class PublicKeyNotice(Strict):
    """A public key (公钥) as published: raw Ed25519, base64."""

    key_id: Identifier
    public_key: str
    not_after: datetime | None = None


class About(Lenient):
    """What an institution says of itself at GET /v1/about; unsigned, for check_config only."""

    version: str
    identifier: str
    kind: InstitutionKind
    name: str
    capabilities: tuple[Capability, ...]
    keys: tuple[PublicKeyNotice, ...]
    instant: AwareDatetime
    business_day: str

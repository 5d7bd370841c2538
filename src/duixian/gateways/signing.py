"""Sealing and opening messages: Ed25519 over canonical JSON, for one recipient, once, for minutes.

Both sides use this module. What is verified is the text as it was sent, never a re-reading of it.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

import rfc8785
from pydantic import BaseModel, ValidationError

from duixian.gateways.errors import MessageRefused
from duixian.gateways.keys import PublicKey, Signer
from duixian.gateways.protocol.envelope import (
    CLOCK_TOLERANCE,
    LIFETIME,
    MOST_BYTES,
    VERSION,
    Envelope,
    Kind,
)
from duixian.gateways.protocol.words import Reason
from duixian.kernel import clock


class NonceStore(Protocol):
    """Remembers nonces until they expire; must be durable where replays matter."""

    def remember(self, sender: str, nonce: str, until: datetime) -> bool:
        """False when the sender has used this nonce before."""
        ...


KeysOf = Callable[[str], Iterable[PublicKey]]
"""Public keys of a sender; raises KeyError for one that is not known."""


def seal(
    body: BaseModel | Mapping[str, Any],
    kind: Kind,
    *,
    sender: str,
    recipient: str,
    correlation: str,
    signer: Signer,
    idempotency_key: str | None = None,
    in_reply_to: str | None = None,
    issued_at: datetime | None = None,
    lifetime: timedelta = LIFETIME,
    nonce: str | None = None,
) -> dict[str, Any]:
    """A signed message, ready to be written as JSON."""
    issued = issued_at or clock.wall()
    content = body.model_dump(mode="json", by_alias=True) if isinstance(body, BaseModel) else body
    message: dict[str, Any] = {
        "version": VERSION,
        "kind": kind.value,
        "sender": sender,
        "recipient": recipient,
        "key_id": signer.key_id,
        "algorithm": signer.algorithm,
        "issued_at": issued.isoformat(),
        "expires_at": (issued + lifetime).isoformat(),
        "nonce": nonce or secrets.token_urlsafe(18),
        "correlation": correlation,
        "idempotency_key": idempotency_key,
        "in_reply_to": in_reply_to,
        "body": dict(content),
    }
    signature = signer.sign(rfc8785.dumps(message))
    message["signature"] = base64.b64encode(signature).decode()
    return message


def open_sealed(
    raw: bytes,
    *,
    recipient: str,
    keys_of: KeysOf,
    kinds: Iterable[Kind],
    nonces: NonceStore | None = None,
    in_reply_to: str | None = None,
) -> Envelope:
    """The envelope of a message that passed every check.

    Raises MessageRefused with the first reason that applies, in this order: size, shape, version,
    recipient, sender, key, signature, time, kind, reply, replay. The nonce is spent only by a
    message that passed all the rest, so a forger cannot spend another's.
    """
    message, envelope = _read(raw)
    if envelope.recipient != recipient:
        raise MessageRefused(Reason.WRONG_RECIPIENT, envelope.recipient)
    _check_signature(message, envelope, keys_of)
    _check_time(envelope)
    if envelope.kind not in tuple(kinds):
        raise MessageRefused(Reason.MALFORMED, f"此处不接受 {envelope.kind}")
    if in_reply_to is not None and envelope.in_reply_to != in_reply_to:
        raise MessageRefused(Reason.NOT_A_REPLY)
    if nonces is not None:
        until = envelope.expires_at + CLOCK_TOLERANCE
        if not nonces.remember(envelope.sender, envelope.nonce, until):
            raise MessageRefused(Reason.REPLAYED)
    return envelope


def _read(raw: bytes) -> tuple[dict[str, Any], Envelope]:
    if len(raw) > MOST_BYTES:
        raise MessageRefused(Reason.TOO_LARGE)
    try:
        message = json.loads(raw, object_pairs_hook=_once_each, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise MessageRefused(Reason.MALFORMED, "不是 JSON") from error
    if not isinstance(message, dict):
        raise MessageRefused(Reason.MALFORMED, "不是 JSON 对象")
    if message.get("version") != VERSION:
        raise MessageRefused(Reason.UNKNOWN_VERSION, str(message.get("version"))[:20])
    try:
        return message, Envelope.model_validate(message)
    except (ValidationError, RecursionError) as error:
        raise MessageRefused(Reason.MALFORMED, fault_of(error)) from error


def _check_signature(message: dict[str, Any], envelope: Envelope, keys_of: KeysOf) -> None:
    try:
        keys = {key.key_id: key for key in keys_of(envelope.sender)}
    except KeyError as error:
        raise MessageRefused(Reason.UNKNOWN_SENDER, envelope.sender) from error
    key = keys.get(envelope.key_id)
    if key is None or not key.usable_at(clock.wall()):
        raise MessageRefused(Reason.UNKNOWN_KEY, envelope.key_id)
    try:
        content = rfc8785.dumps({name: message[name] for name in message if name != "signature"})
        signature = base64.b64decode(envelope.signature, validate=True)
    except (rfc8785.CanonicalizationError, binascii.Error, ValueError, RecursionError) as error:
        raise MessageRefused(Reason.MALFORMED, "无法规范化") from error
    if not key.verifies(signature, content):
        raise MessageRefused(Reason.BAD_SIGNATURE)


def _check_time(envelope: Envelope) -> None:
    instant = clock.wall()
    if envelope.expires_at <= envelope.issued_at:
        raise MessageRefused(Reason.MALFORMED, "有效期早于签发时间")
    if envelope.expires_at - envelope.issued_at > LIFETIME:
        raise MessageRefused(Reason.LIVES_TOO_LONG)
    if envelope.issued_at > instant + CLOCK_TOLERANCE:
        raise MessageRefused(Reason.NOT_YET_VALID)
    if envelope.expires_at < instant - CLOCK_TOLERANCE:
        raise MessageRefused(Reason.EXPIRED)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two readers may disagree about a repeated name, so a signed text must not have one."""
    seen = dict(pairs)
    if len(seen) != len(pairs):
        raise ValueError("a name occurs twice")
    return seen


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


def fault_of(error: Exception) -> str:
    """The first fault of a body as `item: what is wrong`, without echoing what was sent."""
    if not isinstance(error, ValidationError):
        return "嵌套过深"
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}" if place else str(first["msg"])


def header_of(message: Mapping[str, Any]) -> str:
    """A signed message as the header of a GET."""
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode()


def from_header(text: str) -> bytes:
    """The message a GET carries in its header; raises MessageRefused when it is not one."""
    try:
        return base64.urlsafe_b64decode(text.encode("ascii"))
    except (binascii.Error, ValueError) as error:
        raise MessageRefused(Reason.MALFORMED, "报文头无法解码") from error

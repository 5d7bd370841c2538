"""The line to one institution: signed messages over HTTP, with timeouts and jittered retries.

Every attempt is a fresh message (new nonce) with the same correlation and idempotency key, so a
retry after a lost reply is harmless. Only what may pass by itself is retried.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from tenacity import (
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_random_exponential,
)

from duixian.gateways.directory import Institution
from duixian.gateways.errors import Malformed, MessageRefused, Unreachable
from duixian.gateways.keys import PublicKey, Signer
from duixian.gateways.protocol.envelope import (
    HEADER_OF_FETCH,
    MOST_BYTES,
    About,
    Envelope,
    Kind,
)
from duixian.gateways.signing import header_of, open_sealed, seal

TOO_MANY = 429
SERVER_FAULT = 500


class LineOptions(BaseModel):
    """What an administrator may set for the line to an institution (连接选项)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    connect_seconds: float = Field(default=3.0, gt=0, title="连接超时（秒）")
    read_seconds: float = Field(default=10.0, gt=0, title="等待答复超时（秒）")
    attempts: int = Field(default=3, ge=1, le=10, title="每次通信最多尝试次数")
    longest_wait_seconds: float = Field(default=2.0, gt=0, title="两次尝试之间最长等待（秒）")
    certificate_authority: str | None = Field(default=None, title="根证书文件")


@dataclass(frozen=True, slots=True)
class CourtIdentity:
    """The court that speaks (发送法院): code, name and the key it signs with."""

    code: str
    name: str
    signer: Signer


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply that passed every check, with its text as evidence."""

    envelope: Envelope
    text: str


def new_client(options: LineOptions) -> httpx.Client:
    """Connections with these options; one serves any number of lines and threads."""
    certificates: str | bool | ssl.SSLContext = True
    if options.certificate_authority:
        certificates = ssl.create_default_context(cafile=options.certificate_authority)
    return httpx.Client(
        timeout=httpx.Timeout(options.read_seconds, connect=options.connect_seconds),
        limits=httpx.Limits(max_connections=200, max_keepalive_connections=50),
        verify=certificates,
        trust_env=False,
    )


class Line:
    """Sends and fetches signed messages for one court at one institution.

    Raises Unreachable when no usable reply came after the retries, Malformed when a reply came
    that cannot be believed. A refusal by the institution is a reply, not an error.
    """

    def __init__(
        self,
        institution: Institution,
        court: CourtIdentity,
        options: LineOptions,
        client: httpx.Client | None = None,
    ) -> None:
        self.institution = institution
        self.court = court
        self.options = options
        self._owns_client = client is None
        self._client = client or new_client(options)

    def close(self) -> None:
        """Give the connections back, unless they belong to somebody else."""
        if self._owns_client:
            self._client.close()

    def send(
        self,
        kind: Kind,
        path: str,
        body: BaseModel,
        *,
        correlation: str,
        idempotency_key: str,
        expects: Iterable[Kind],
    ) -> Reply:
        """POST a message and return the verified reply."""

        def attempt() -> Reply:
            message = self._seal(
                kind, body.model_dump(mode="json", by_alias=True), correlation, idempotency_key
            )
            text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
            headers = {"Content-Type": "application/json"}
            raw = self._exchange("POST", path, content=text.encode(), headers=headers)
            return self._open(raw, message["nonce"], correlation, expects)

        return self._with_retries(attempt)

    def fetch(
        self,
        kind: Kind,
        path: str,
        *,
        correlation: str,
        expects: Iterable[Kind],
        body: BaseModel | None = None,
    ) -> Reply:
        """GET with a signed header and return the verified reply."""
        content = body.model_dump(mode="json", by_alias=True) if body is not None else {}

        def attempt() -> Reply:
            message = self._seal(kind, content, correlation, None)
            raw = self._exchange("GET", path, headers={HEADER_OF_FETCH: header_of(message)})
            return self._open(raw, message["nonce"], correlation, expects)

        return self._with_retries(attempt)

    def about(self) -> About:
        """What the institution says of itself; unsigned, so only for check_config."""
        raw = self._exchange("GET", "/v1/about")
        try:
            return About.model_validate_json(raw)
        except ValidationError as error:
            raise Malformed("自述内容有误", institution=self.institution.identifier) from error

    def _seal(
        self, kind: Kind, body: dict[str, Any], correlation: str, idempotency_key: str | None
    ) -> dict[str, Any]:
        return seal(
            body,
            kind,
            sender=self.court.code,
            recipient=self.institution.identifier,
            correlation=correlation,
            idempotency_key=idempotency_key,
            signer=self.court.signer,
        )

    def _with_retries(self, attempt: Any) -> Reply:
        retrying = Retrying(
            stop=stop_after_attempt(self.options.attempts),
            wait=wait_random_exponential(multiplier=0.1, max=self.options.longest_wait_seconds),
            retry=retry_if_exception_type(Unreachable),
            reraise=True,
        )
        reply: Reply = retrying(attempt)
        return reply

    def _exchange(self, method: str, path: str, **how: Any) -> bytes:
        url = self.institution.base_url.rstrip("/") + path
        name = self.institution.identifier
        try:
            with self._client.stream(method, url, **how) as response:
                if response.status_code >= SERVER_FAULT or response.status_code == TOO_MANY:
                    raise Unreachable(f"对方返回 {response.status_code}", institution=name)
                return self._body_of(response)
        except httpx.TimeoutException as error:
            raise Unreachable("对方未在时限内答复", institution=name) from error
        except httpx.DecodingError as error:
            raise Malformed("答复无法解码", institution=name) from error
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise Unreachable(f"连接失败（{type(error).__name__}）", institution=name) from error

    def _body_of(self, response: httpx.Response) -> bytes:
        parts: list[bytes] = []
        size = 0
        for part in response.iter_bytes():
            size += len(part)
            if size > MOST_BYTES:
                raise Malformed("答复过大", institution=self.institution.identifier)
            parts.append(part)
        return b"".join(parts)

    def _open(self, raw: bytes, nonce: str, correlation: str, expects: Iterable[Kind]) -> Reply:
        try:
            envelope = open_sealed(
                raw,
                recipient=self.court.code,
                keys_of=self._keys_of,
                kinds=(*expects, Kind.REFUSAL, Kind.RETURN),
                in_reply_to=nonce,
            )
        except MessageRefused as error:
            raise Malformed(error.message, institution=self.institution.identifier) from error
        if envelope.correlation != correlation:
            raise Malformed("答复的请求单号不符", institution=self.institution.identifier)
        return Reply(envelope, raw.decode())

    def _keys_of(self, sender: str) -> tuple[PublicKey, ...]:
        if sender != self.institution.identifier:
            raise KeyError(sender)
        return self.institution.public_keys()

"""The institution's desk (协助执行窗口): takes signed messages in, works the queue, answers.

A request is durable before its receipt is given. It has its effect in the one transaction that
turns it from queued to done, so a process killed anywhere repeats nothing and forgets nothing.
"""

from __future__ import annotations

import hashlib
import json
import logging
import math
import random
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import rfc8785
from pydantic import BaseModel, ValidationError

from duixian.city.institutions.answers import Answering, NameDiffers
from duixian.city.institutions.book import Book
from duixian.city.institutions.clearing import Clearing
from duixian.city.institutions.configuration import Folder, InstitutionSettings
from duixian.city.institutions.control import Control
from duixian.city.institutions.pushing import PUSHES
from duixian.city.institutions.ranking import Ranking
from duixian.city.institutions.treasury import Treasury
from duixian.gateways import directory
from duixian.gateways.errors import MessageRefused
from duixian.gateways.keys import PublicKey
from duixian.gateways.protocol import (
    REASONS,
    AccountOrder,
    ControlOrder,
    ControlReceipt,
    ControlResult,
    Envelope,
    EstateOrder,
    InquiryReceipt,
    InquiryRequest,
    InstitutionKind,
    Kind,
    Measure,
    NotYetBody,
    Reason,
    RefusalBody,
    ReturnBody,
    VehicleOrder,
    Writ,
    read_body,
)
from duixian.gateways.signing import fault_of, open_sealed, seal
from duixian.kernel import clock

ACCEPTED, OK = 202, 200
CONTACT, TELEPHONE = "司法协助岗", "0553-0000000"
TARGETS: dict[InstitutionKind, type[BaseModel]] = {
    InstitutionKind.BANK: AccountOrder,
    InstitutionKind.LAND: EstateOrder,
    InstitutionKind.VEHICLES: VehicleOrder,
}
NOTICE, RULING = "通知书", "裁定书"
_OF_ANSWERS = ("late_answer", "wrong_identity", "duplicate_records")
log = logging.getLogger(__name__)
Checkpoint = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Response:
    """What goes back: HTTP status and a signed message."""

    status: int
    message: dict[str, Any]


class Returned(Exception):
    """The request is faulty and goes back (请求回退)."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Desk:
    """One institution. `checkpoint` is told where work stands, so that tests can kill it there."""

    def __init__(
        self,
        folder: Folder,
        settings: InstitutionSettings,
        checkpoint: Checkpoint = lambda place: None,
    ) -> None:
        self.settings = settings
        self.book = Book(folder.book(settings.identifier))
        self.key = folder.key(settings.identifier)
        self._courts_file = folder.courts
        self._courts: dict[str, directory.Court] = {}
        self._courts_stamp: int | None = None
        self._chance = random.Random(settings.seed)
        self.checkpoint = checkpoint
        self.treasury = Treasury(self)
        self._clearing = (
            Clearing(folder, settings.identifier, self.book, checkpoint)
            if settings.kind is InstitutionKind.BANK
            else None
        )

    def close(self) -> None:
        """Close the files."""
        if self._clearing is not None:
            self._clearing.close()
        self.book.close()

    def keys_of(self, sender: str) -> tuple[PublicKey, ...]:
        """Keys of an enrolled court. KeyError if unknown."""
        return self.courts()[sender].public_keys()

    def courts(self) -> dict[str, directory.Court]:
        """The enrolled courts; read again when the list changes."""
        try:
            stamp = self._courts_file.stat().st_mtime_ns
        except FileNotFoundError:
            stamp = None
        if stamp != self._courts_stamp:
            self._courts = directory.load_courts(self._courts_file)
            self._courts_stamp = stamp
        return self._courts

    # Taking in

    def receive(self, raw: bytes, kind: Kind) -> Response:
        """An inquiry or an order comes in; the reply is a receipt, a refusal or a return."""
        try:
            if kind is Kind.PAYMENT_ORDER:
                envelope, said, body = self.treasury.receive(raw)
                status = 422 if said is Kind.RETURN else ACCEPTED
                return Response(status, self._seal(body, said, envelope))
            envelope = self.open(raw, kind)
            request = self._request(envelope, kind)
            receipt = self._enter(envelope, request)
        except MessageRefused as refusal:
            return self._refuse(raw, refusal)
        except Returned as returned:
            back = self.return_body(envelope.correlation, returned.reason)
            return Response(422, self._seal(back, Kind.RETURN, envelope))
        receipt_kind = (
            Kind.INQUIRY_RECEIPT if kind is Kind.INQUIRY_REQUEST else Kind.CONTROL_RECEIPT
        )
        return Response(ACCEPTED, self._seal(receipt, receipt_kind, envelope))

    def open(self, raw: bytes, kind: Kind) -> Envelope:
        """A message of this kind that passed every check. Raises MessageRefused."""
        return open_sealed(
            raw,
            recipient=self.settings.identifier,
            keys_of=self.keys_of,
            kinds=(kind,),
            nonces=self.book,
        )

    def _request(self, envelope: Envelope, kind: Kind) -> InquiryRequest | ControlOrder:
        """The body by its model, tied to the envelope's court and correlation."""
        model: type[InquiryRequest] | type[ControlOrder] = (
            InquiryRequest if kind is Kind.INQUIRY_REQUEST else ControlOrder
        )
        try:
            request = read_body(model, envelope.body)
        except (ValidationError, RecursionError) as error:
            raise MessageRefused(Reason.MALFORMED, fault_of(error)) from error
        if request.court_code != envelope.sender:
            raise MessageRefused(Reason.WRONG_COURT)
        if request.request_number != envelope.correlation:
            raise MessageRefused(Reason.MALFORMED, "BDHM 与报文的请求单号不一致")
        if envelope.idempotency_key is None:
            raise MessageRefused(Reason.MALFORMED, "缺少幂等键 idempotency_key")
        return request

    def _enter(self, envelope: Envelope, request: InquiryRequest | ControlOrder) -> dict[str, Any]:
        digest = hashlib.sha256(rfc8785.dumps(envelope.body)).hexdigest()
        with self.book.transaction():
            known = self._known(envelope, digest)
            if known is not None:
                return known
            self._check_workable(request)
            receipt = self._insert(envelope, request, digest)
            self.checkpoint("before_commit")
        self.checkpoint("after_commit")
        return receipt

    def _known(self, envelope: Envelope, digest: str) -> dict[str, Any] | None:
        """The receipt already given for this idempotency key, if the content is the same."""
        row = self.book.one(
            "SELECT digest, receipt FROM requests WHERE court = ? AND idempotency_key = ?",
            envelope.sender,
            envelope.idempotency_key,
        )
        if row is not None:
            if row["digest"] != digest:
                raise MessageRefused(Reason.IDEMPOTENCY_CONFLICT)
            receipt: dict[str, Any] = json.loads(row["receipt"])
            return receipt
        taken = self.book.one("SELECT 1 FROM requests WHERE correlation = ?", envelope.correlation)
        if taken is not None:
            raise MessageRefused(Reason.CORRELATION_REUSED)
        return None

    def _check_workable(self, request: InquiryRequest | ControlOrder) -> None:
        if request.institution_kind is not self.settings.kind:
            raise Returned(Reason.NOT_SUPPORTED)
        if isinstance(request, ControlOrder):
            self._check_supported(request)
        kinds = [writ.kind for writ in request.writs]
        needed = (NOTICE, RULING) if isinstance(request, ControlOrder) else (NOTICE,)
        if not all(any(word in kind for kind in kinds) for word in needed):
            raise Returned(Reason.WRIT_MISSING)
        if not all(writ.is_whole() for writ in request.writs):
            raise Returned(Reason.WRIT_DIGEST_MISMATCH)

    def _check_supported(self, order: ControlOrder) -> None:
        model = TARGETS[self.settings.kind]
        at_bank = self.settings.kind is InstitutionKind.BANK
        not_done_here = Measure.SEAL_UP if at_bank else Measure.FREEZE
        for target in order.targets:
            takes_money_from_a_thing = target.measure.takes_money and not at_bank
            if (
                not isinstance(target, model)
                or target.measure is not_done_here
                or takes_money_from_a_thing
            ):
                raise Returned(Reason.NOT_SUPPORTED)

    def _insert(
        self, envelope: Envelope, request: InquiryRequest | ControlOrder, digest: str
    ) -> dict[str, Any]:
        day = self.book.today()
        asked = isinstance(request, InquiryRequest)
        mischief = self.mischief(*_OF_ANSWERS) if asked else ""
        late = mischief == "late_answer"
        due_on = day + timedelta(days=self.settings.faults.late_days if late else 1)
        due_at = math.inf if late else clock.wall().timestamp() + self.latency()
        numbered = self.book.one("SELECT COALESCE(MAX(number), 0) + 1 AS next FROM requests")
        assert numbered is not None
        number = f"{self.settings.identifier}-{day:%Y%m%d}-{numbered['next']:07d}"
        model = InquiryReceipt if isinstance(request, InquiryRequest) else ControlReceipt
        receipt = model(
            request_number=request.request_number, receipt_number=number, received_on=day
        ).model_dump(mode="json", by_alias=True)
        self.book.run(
            "INSERT INTO requests (court, correlation, sort, idempotency_key, digest, body,"
            " receipt, due_at, due_on, mischief, callback)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            envelope.sender,
            envelope.correlation,
            "inquiry" if isinstance(request, InquiryRequest) else "order",
            envelope.idempotency_key,
            digest,
            json.dumps(envelope.body, ensure_ascii=False),
            json.dumps(receipt, ensure_ascii=False),
            due_at,
            due_on.isoformat(),
            mischief,
            request.callback,
        )
        return receipt

    def latency(self) -> float:
        """How long the next answer takes, seconds."""
        latency = self.settings.latency
        if latency.median_seconds == 0:
            return 0.0
        return self._chance.lognormvariate(math.log(latency.median_seconds), latency.spread)

    def mischief(self, *names: str) -> str:
        """Which of these faults this request meets, if any."""
        faults = self.settings.faults
        for name in names:
            if self._chance.random() < getattr(faults, name):
                return name
        return ""

    # Working the queue

    def settle(self, *, at_once: bool = False) -> int:
        """Work off what is due, orders in their order of arrival; return how many were tried.

        An inquiry that cannot be answered is tried again and holds up nobody; an order that
        cannot be carried out holds up those behind it, because rank is the order of arrival.
        """
        self._release_expired()
        instant, day = clock.wall().timestamp(), self.book.today().isoformat()
        if at_once:
            instant, day = math.inf, date.max.isoformat()
        due = self.book.all(
            "SELECT * FROM requests WHERE state = 'queued' AND sort = 'inquiry'"
            " AND (due_at <= ? OR due_on <= ?) ORDER BY number",
            instant,
            day,
        )
        for order in self.book.all(
            "SELECT * FROM requests WHERE state = 'queued' AND sort = 'order' ORDER BY number"
        ):
            if order["due_at"] > instant and order["due_on"] > day:
                break
            due.append(order)
        for row in due:
            try:
                self._work_off(row)
            except Exception:
                log.exception("request %s cannot be worked off", row["correlation"])
                if row["sort"] == "order":
                    break
        return len(due) + self._move_money(instant, day)

    def _move_money(self, instant: float, day: str) -> int:
        """Payments go out, money from other banks comes in; returns how many payments were due."""
        if self._clearing is None:
            return 0
        self.treasury.open_accounts()
        sent = self.treasury.settle(instant, day)
        self._clearing.exchange(self.treasury.credit, self.treasury.settled)
        return sent

    def _release_expired(self) -> None:
        today = self.book.today()
        if self.book.setting("expired_to") == today.isoformat():
            return
        with self.book.transaction():
            Ranking(self.book).expire(today)
            self.book.set("expired_to", today.isoformat())

    def _work_off(self, row: sqlite3.Row) -> None:
        with self.book.transaction():
            kind, outcome = self._outcome(row)
            self.book.run(
                "UPDATE requests SET state = 'done', outcome_kind = ?, outcome = ?,"
                " pushes_left = ? WHERE number = ? AND state = 'queued'",
                kind.value,
                json.dumps(outcome, ensure_ascii=False),
                PUSHES if row["callback"] else 0,
                row["number"],
            )
            self.checkpoint("before_effect")
        self.checkpoint("after_effect")

    def _outcome(self, row: sqlite3.Row) -> tuple[Kind, dict[str, Any]]:
        day = self.book.today()
        body = json.loads(row["body"])
        if row["sort"] == "order":
            order = read_body(ControlOrder, body)
            outcomes = Control(self.book, order, day).carry_out()
            result = ControlResult(
                request_number=order.request_number,
                done_on=day,
                outcomes=outcomes,
                documents=(self._receipt_document(order, outcomes, day),),
            )
            return Kind.CONTROL_RESULT, result.model_dump(mode="json", by_alias=True)
        request = read_body(InquiryRequest, body)
        answering = Answering(self.book, self.settings.kind, self.settings.name, day)
        try:
            if row["mischief"] == "wrong_identity":
                answer = answering.about_somebody_else(request)
            else:
                answer = answering.answer(request)
        except NameDiffers:
            returned = self.return_body(request.request_number, Reason.IDENTITY_MISMATCH)
            return Kind.RETURN, returned.model_dump(mode="json", by_alias=True)
        content = answer.model_dump(mode="json", by_alias=True)
        if row["mischief"] == "duplicate_records":
            for listing in ("ZHXXLIST", "FDCQLIST", "CLXXLIST"):
                content[listing] = content[listing] * 2
        return Kind.INQUIRY_ANSWER, content

    def _receipt_document(self, order: ControlOrder, outcomes: Any, day: date) -> Writ:
        """The institution's receipt (回执) in words."""
        lines = [
            f"协助执行回执　{self.settings.name}",
            f"致{order.court_name}：{order.docket_number}",
        ]
        for outcome in outcomes:
            said = "已控" if outcome.state == "1" else f"未控：{outcome.reason_text}"
            lines.append(f"{outcome.sequence}　{said}")
        lines.append(day.isoformat())
        name = f"回执-{order.request_number}.txt"
        return Writ.of(name, "回执", "\n".join(lines).encode(), file_type="txt")

    # Giving out

    def fetch(self, raw: bytes, kind: Kind, correlation: str) -> Response:
        """A court asks for an answer or a result."""
        try:
            if kind in (Kind.PAYMENT_FETCH, Kind.STATEMENT_FETCH):
                envelope, said, body = self.treasury.fetch(raw, kind, correlation)
                status = ACCEPTED if said is Kind.NOT_YET else OK
                return Response(status, self._seal(body, said, envelope))
            envelope = self.open(raw, kind)
            if envelope.correlation != correlation:
                raise MessageRefused(Reason.MALFORMED, "地址与报文的请求单号不一致")
            row = self._request_row(envelope, kind)
        except MessageRefused as refusal:
            return self._refuse(raw, refusal)
        if row["state"] == "queued":
            wait = NotYetBody(
                request_number=correlation,
                retry_after_seconds=max(0.05, self.settings.latency.median_seconds),
            )
            return Response(ACCEPTED, self._seal(wait, Kind.NOT_YET, envelope))
        outcome = json.loads(row["outcome"])
        return Response(OK, self._seal(outcome, Kind(row["outcome_kind"]), envelope))

    def _request_row(self, envelope: Envelope, kind: Kind) -> sqlite3.Row:
        sort = "inquiry" if kind is Kind.ANSWER_FETCH else "order"
        row = self.book.one(
            "SELECT * FROM requests WHERE correlation = ? AND sort = ?", envelope.correlation, sort
        )
        if row is None:
            raise MessageRefused(Reason.UNKNOWN_CORRELATION)
        if row["court"] != envelope.sender:
            raise MessageRefused(Reason.WRONG_COURT)
        return row

    # Saying no

    def _refuse(self, raw: bytes, refusal: MessageRefused) -> Response:
        body = RefusalBody(reason=refusal.reason, message=refusal.message)
        sender, correlation, nonce = _whom_to_answer(raw)
        message = seal(
            body,
            Kind.REFUSAL,
            sender=self.settings.identifier,
            recipient=sender,
            correlation=correlation,
            in_reply_to=nonce,
            signer=self.key,
        )
        return Response(REASONS[refusal.reason].status, message)

    def return_body(self, correlation: str, reason: Reason) -> ReturnBody:
        return ReturnBody(
            request_number=correlation,
            reason=reason,
            remark=REASONS[reason].chinese,
            contact=CONTACT,
            telephone=TELEPHONE,
        )

    def _seal(
        self, body: BaseModel | dict[str, Any], kind: Kind, envelope: Envelope
    ) -> dict[str, Any]:
        return seal(
            body,
            kind,
            sender=self.settings.identifier,
            recipient=envelope.sender,
            correlation=envelope.correlation,
            in_reply_to=envelope.nonce,
            signer=self.key,
        )


def _whom_to_answer(raw: bytes) -> tuple[str, str, str | None]:
    """Sender, correlation and nonce of a message that was refused, as far as it can be read."""
    try:
        said = json.loads(raw)
        envelope = Envelope.model_validate(said)
    except (ValueError, RecursionError):
        return "unknown", "unknown", None
    return envelope.sender, envelope.correlation, envelope.nonce

"""HTTP around the desks: one process serves several institutions, each under its own path.

The protocol, for courts:       POST v1/inquiries, GET v1/answers/{correlation},
                                POST v1/orders, GET v1/results/{correlation}, GET v1/about
                                POST v1/payments, GET v1/payments/{correlation},
                                GET v1/statements/{correlation} (the court bank)
The administration, by token:   GET book, POST admin/clock, admin/settle, admin/mischief,
                                admin/money
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import secrets
from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from duixian.city.institutions import pushing
from duixian.city.institutions.configuration import (
    Faults,
    Folder,
    InstitutionSettings,
)
from duixian.city.institutions.desk import Desk
from duixian.city.institutions.desk import Response as Said
from duixian.city.institutions.mischief import Mischief, Trouble
from duixian.city.institutions.money import MoneyRefused, move_money
from duixian.gateways.errors import MessageRefused
from duixian.gateways.keys import PrivateKey
from duixian.gateways.protocol import (
    HEADER_OF_FETCH,
    MOST_BYTES,
    VERSION,
    About,
    Kind,
    PublicKeyNotice,
    Reason,
    RefusalBody,
)
from duixian.gateways.signing import from_header, seal
from duixian.kernel import clock
from duixian.kernel.money import fen

TICK_SECONDS = 0.2
PUSH_SECONDS = 5.0
log = logging.getLogger("duixian.city.institutions")


class Counter:
    """The HTTP side of one institution."""

    def __init__(self, folder: Folder, settings: InstitutionSettings, token: str) -> None:
        self.mischief = Mischief(settings.faults, settings.seed)
        self.desk = Desk(folder, settings, self.mischief.checkpoint)
        self._token = token
        self._last: dict[str, Any] | None = None

    def mount(self) -> Mount:
        """Where the institution answers: /{identifier}."""
        routes = [
            Route("/v1/about", self.about),
            Route("/v1/inquiries", self.inquiries, methods=["POST"]),
            Route("/v1/orders", self.orders, methods=["POST"]),
            Route("/v1/answers/{correlation}", self.answers),
            Route("/v1/results/{correlation}", self.results),
            Route("/v1/payments", self.payments, methods=["POST"]),
            Route("/v1/payments/{correlation}", self.payment),
            Route("/v1/statements/{correlation}", self.statement),
            Route("/book", self.read_book),
            Route("/admin/clock", self.set_clock, methods=["POST"]),
            Route("/admin/settle", self.settle, methods=["POST"]),
            Route("/admin/mischief", self.set_mischief, methods=["POST"]),
            Route("/admin/money", self.move_money, methods=["POST"]),
        ]
        return Mount(f"/{self.desk.settings.identifier}", routes=routes)

    # For courts

    async def about(self, request: Request) -> Response:
        settings, key = self.desk.settings, self.desk.key.public
        about = About(
            version=VERSION,
            identifier=settings.identifier,
            kind=settings.kind,
            name=settings.name,
            capabilities=settings.capabilities,
            keys=(PublicKeyNotice(key_id=key.key_id, public_key=key.text),),
            instant=clock.wall(),
            business_day=self.desk.book.today().isoformat(),
        )
        return JSONResponse(about.model_dump(mode="json"))

    async def inquiries(self, request: Request) -> Response:
        return await self._take_in(request, Kind.INQUIRY_REQUEST)

    async def orders(self, request: Request) -> Response:
        return await self._take_in(request, Kind.CONTROL_ORDER)

    async def answers(self, request: Request) -> Response:
        return await self._give_out(request, Kind.ANSWER_FETCH)

    async def results(self, request: Request) -> Response:
        return await self._give_out(request, Kind.RESULT_FETCH)

    async def payments(self, request: Request) -> Response:
        return await self._take_in(request, Kind.PAYMENT_ORDER)

    async def payment(self, request: Request) -> Response:
        return await self._give_out(request, Kind.PAYMENT_FETCH)

    async def statement(self, request: Request) -> Response:
        return await self._give_out(request, Kind.STATEMENT_FETCH)

    async def _take_in(self, request: Request, kind: Kind) -> Response:
        trouble = self.mischief.next()
        if trouble is Trouble.SERVER_ERROR:
            return JSONResponse({"error": "internal"}, status_code=500)
        raw = await _body_of(request)
        said = self.desk.receive(raw, kind)
        self.desk.settle()
        return await self._respond(said, trouble)

    async def _give_out(self, request: Request, kind: Kind) -> Response:
        trouble = self.mischief.next()
        if trouble is Trouble.SERVER_ERROR:
            return JSONResponse({"error": "internal"}, status_code=500)
        self.desk.settle()
        try:
            raw = from_header(request.headers.get(HEADER_OF_FETCH, ""))
        except MessageRefused:
            raw = b""
        said = self.desk.fetch(raw, kind, request.path_params["correlation"])
        return await self._respond(said, trouble)

    async def _respond(self, said: Said, trouble: Trouble) -> Response:
        message = said.message
        if trouble is Trouble.LOST_REPLY:
            return JSONResponse({"error": "internal"}, status_code=500)
        if trouble is Trouble.HANG:
            await asyncio.sleep(self.mischief.faults.hang_seconds)
        if trouble is Trouble.MALFORMED:
            text = json.dumps(message, ensure_ascii=False)
            return Response(text[: len(text) // 2], said.status, media_type="application/json")
        if trouble is Trouble.FORGED:
            message = self._forged(message)
        if trouble is Trouble.TAMPERED:
            message = {**message, "body": {**message["body"], "BEIZ": "改动"}}
        if trouble is Trouble.STALE and self._last is not None:
            message = self._last
        self._last = said.message
        return JSONResponse(message, status_code=said.status)

    @staticmethod
    def _forged(message: dict[str, Any]) -> dict[str, Any]:
        """The same words under the institution's key id, signed by somebody else."""
        stranger = PrivateKey.new()
        stranger.key_id = message["key_id"]
        return seal(
            message["body"],
            Kind(message["kind"]),
            sender=message["sender"],
            recipient=message["recipient"],
            correlation=message["correlation"],
            in_reply_to=message["in_reply_to"],
            signer=stranger,
        )

    # For the city and tests

    async def read_book(self, request: Request) -> Response:
        if not self._allowed(request):
            return _forbidden()
        return JSONResponse(self.desk.book.as_json(request.query_params.get("object")))

    async def set_clock(self, request: Request) -> Response:
        """{"today": "2016-05-17"}: the day moves, terms run out, what was waiting is done."""
        if not self._allowed(request):
            return _forbidden()
        try:
            today = date.fromisoformat((await request.json())["today"])
        except (ValueError, KeyError, TypeError):
            return _wrong("today", "ISO 日期，如 2016-05-17")
        if self.desk.book.setting("today") and today < self.desk.book.today():
            return _wrong("today", "日期不能倒退")
        self.desk.book.set("today", today.isoformat())
        done = self.desk.settle()
        return JSONResponse({"today": today.isoformat(), "done": done})

    async def settle(self, request: Request) -> Response:
        """Work off the whole queue now, late answers too."""
        if not self._allowed(request):
            return _forbidden()
        return JSONResponse({"done": self.desk.settle(at_once=True)})

    async def set_mischief(self, request: Request) -> Response:
        """{"script": ["lost_reply", ...], "faults": {...}}: troubles to come."""
        if not self._allowed(request):
            return _forbidden()
        wanted = await request.json()
        try:
            self.mischief.script(wanted.get("script", ()))
            if "faults" in wanted:
                faults = Faults.model_validate(wanted["faults"])
                self.mischief.faults = faults
                self.desk.settings = self.desk.settings.model_copy(update={"faults": faults})
        except (ValueError, AttributeError, TypeError) as error:
            return _wrong("script", str(error))
        return JSONResponse({"ok": True})

    async def move_money(self, request: Request) -> Response:
        """{"account", "amount": "-12.50", "counterparty", "remark"}: in, or out as far as free."""
        if not self._allowed(request):
            return _forbidden()
        wanted = await request.json()
        try:
            available = move_money(
                self.desk.book,
                wanted["account"],
                fen(wanted["amount"]),
                wanted["counterparty"],
                remark=str(wanted.get("remark", "")),
            )
        except (KeyError, TypeError, ValueError) as error:
            return _wrong("amount", str(error))
        except MoneyRefused as refusal:
            return JSONResponse({"refused": str(refusal)}, status_code=409)
        return JSONResponse({"available_fen": available})

    def _allowed(self, request: Request) -> bool:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return secrets.compare_digest(given.encode(), self._token.encode())

    async def tick(self, client: httpx.AsyncClient) -> None:
        """Work off what is due and push what is finished."""
        self.desk.settle()
        await asyncio.gather(*(self._push(push, client) for push in pushing.waiting(self.desk)))

    async def _push(self, push: pushing.Push, client: httpx.AsyncClient) -> None:
        try:
            reply = await client.post(push.address, json=push.message)
            taken = reply.is_success
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            log.info("push %s: %s", push.number, type(error).__name__)
            taken = False
        pushing.note(self.desk, push.number, taken=taken)


def make_app(folder: Folder, institutions: Sequence[InstitutionSettings]) -> Starlette:
    """The ASGI application that serves these institutions of the folder."""
    token = folder.admin_token()
    counters = [Counter(folder, settings, token) for settings in institutions]

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        work = asyncio.create_task(_work(counters))
        try:
            yield
        finally:
            work.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await work
            for counter in counters:
                counter.desk.close()

    async def health(request: Request) -> Response:
        return JSONResponse({"institutions": [one.identifier for one in institutions]})

    routes = [Route("/health", health), *(counter.mount() for counter in counters)]
    return Starlette(routes=routes, lifespan=lifespan)


async def _work(counters: Sequence[Counter]) -> None:
    """Each institution works for itself: a court that does not take pushes holds up one only."""
    async with httpx.AsyncClient(timeout=PUSH_SECONDS, trust_env=False) as client:
        await asyncio.gather(*(_work_of(counter, client) for counter in counters))


async def _work_of(counter: Counter, client: httpx.AsyncClient) -> None:
    while True:
        try:
            await counter.tick(client)
        except Exception:
            # One institution's trouble must not stop the others; it is tried again.
            log.exception("queue of %s", counter.desk.settings.identifier)
        await asyncio.sleep(TICK_SECONDS)


async def _body_of(request: Request) -> bytes:
    """The body, cut off one byte after the limit so that the desk can refuse it by name."""
    parts = bytearray()
    async for part in request.stream():
        parts += part
        if len(parts) > MOST_BYTES:
            return bytes(parts[: MOST_BYTES + 1])
    return bytes(parts)


def _forbidden() -> Response:
    body = RefusalBody(reason=Reason.UNKNOWN_KEY, message="管理令牌不符")
    return JSONResponse(body.model_dump(mode="json"), status_code=403)


def _wrong(field: str, cure: str) -> Response:
    return JSONResponse({"field": field, "cure": cure}, status_code=422)

"""The city's institutions answered without a network: the same signed messages, in this process.

A life of months in a minute would spend it waiting for sockets. `TownNetwork` gives the house's
own gateways a transport that hands each message to the institution's desk; nothing else differs.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import httpx

from duixian.city.institutions.configuration import Folder
from duixian.city.institutions.desk import Desk, Response
from duixian.city.institutions.running import prepare
from duixian.gateways.client import CourtIdentity
from duixian.gateways.keys import court_key
from duixian.gateways.network import Network
from duixian.gateways.protocol import HEADER_OF_FETCH, Kind
from duixian.gateways.registry import Gateway, gateway_to
from duixian.gateways.signing import from_header

_ROUTES = (
    (re.compile(r"^/([^/]+)/v1/inquiries$"), Kind.INQUIRY_REQUEST),
    (re.compile(r"^/([^/]+)/v1/orders$"), Kind.CONTROL_ORDER),
    (re.compile(r"^/([^/]+)/v1/answers/([^/]+)$"), Kind.ANSWER_FETCH),
    (re.compile(r"^/([^/]+)/v1/results/([^/]+)$"), Kind.RESULT_FETCH),
    (re.compile(r"^/([^/]+)/v1/payments$"), Kind.PAYMENT_ORDER),
    (re.compile(r"^/([^/]+)/v1/payments/([^/]+)$"), Kind.PAYMENT_FETCH),
    (re.compile(r"^/([^/]+)/v1/statements/([^/]+)$"), Kind.STATEMENT_FETCH),
)


class Desks(httpx.BaseTransport):
    """Hands requests to the desks of the institutions instead of the network."""

    def __init__(self, folder: Folder) -> None:
        settings = prepare(folder, folder.population)
        self.desks = {one.identifier: Desk(folder, one) for one in settings}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        for route, kind in _ROUTES:
            found = route.match(request.url.path)
            if found is None or found.group(1) not in self.desks:
                continue
            said = self._ask(self.desks[found.group(1)], kind, request, found)
            text = json.dumps(said.message, ensure_ascii=False).encode()
            return httpx.Response(said.status, content=text)
        return httpx.Response(404, json={"error": "no such institution"})

    @staticmethod
    def _ask(desk: Desk, kind: Kind, request: httpx.Request, found: re.Match[str]) -> Response:
        if kind in (Kind.INQUIRY_REQUEST, Kind.CONTROL_ORDER, Kind.PAYMENT_ORDER):
            return desk.receive(request.read(), kind)
        raw = from_header(request.headers.get(HEADER_OF_FETCH, ""))
        return desk.fetch(raw, kind, found.group(2))

    def work(self) -> None:
        """A day passed: every desk works off what is due."""
        for desk in self.desks.values():
            desk.settle()

    def close(self) -> None:
        for desk in self.desks.values():
            desk.close()


class TownNetwork(Network):
    """The network of the installation, its lines led to the desks in this process."""

    def __init__(self, directory: Path, keys: Path, desks: Desks) -> None:
        super().__init__(directory, keys)
        self.desks = desks

    def gateway(self, institution: str, *, court_code: str, court_name: str) -> Gateway:
        with self._lock:
            known = self._gateways.get((institution, court_code))
            if known is None:
                signer = court_key(self._keys, court_code)
                client = httpx.Client(transport=self.desks, trust_env=False)
                identity = CourtIdentity(court_code, court_name, signer)
                known = gateway_to(self._fresh_directory()[institution], identity, client)
                self._gateways[(institution, court_code)] = known
            return known

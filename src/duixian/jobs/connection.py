"""The network of institutions as this process uses it, and who speaks for a court."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from django.conf import settings

from duixian.contexts.cases.acts_assignment import AssignOfficer
from duixian.contexts.cases.models import Case
from duixian.contexts.courts import queries as courts
from duixian.contexts.courts.models import Person
from duixian.contexts.documents import queries as documents
from duixian.contexts.record import queries as record
from duixian.gateways.dealings import Officer
from duixian.gateways.errors import Misconfigured
from duixian.gateways.network import Network
from duixian.gateways.protocol import Writ
from duixian.gateways.registry import Gateway
from duixian.gateways.treasury import CourtBankGateway

_spoken_through: list[Network] = []


def network() -> Network:
    """Opened once a process; it reads the directory again when that changes."""
    if not _spoken_through:
        _spoken_through.append(Network.in_data_folder(settings.DATA.path))
    return _spoken_through[-1]


@contextmanager
def speaking_through(other: Network) -> Iterator[None]:
    """Inside, this process speaks through another network: a city that lives in one process."""
    _spoken_through.append(other)
    try:
        yield
    finally:
        _spoken_through.remove(other)


def gateway_for(institution_key: str, court_id: int) -> Gateway:
    """The gateway to an institution, signing for a court, by the key it is enrolled under."""
    court = courts.court(court_id)
    return network().gateway(institution_key, court_code=court.key, court_name=court.name)


def court_bank(institution_key: str, court_id: int) -> CourtBankGateway:
    """The gateway to the bank that keeps the court's account. Raises Misconfigured."""
    bank = gateway_for(institution_key, court_id)
    if not isinstance(bank, CourtBankGateway):
        raise Misconfigured(f"{institution_key} 不办理执行款专户", institution=institution_key)
    return bank


def officer_of(case: Case, entry_id: int) -> Officer:
    """Who was in charge when an entry was made, with both cards, as its request must name them.

    A request sent again is the same to the letter, whoever has the case by then.
    """
    person = _in_charge_at(case, entry_id)
    if person is None:
        raise LookupError(f"{case.docket_number} has no officer in charge")
    card = person.credential_number or f"{person.pk:08d}"
    return Officer(name=person.name, work_card=card, duty_card=card)


def _in_charge_at(case: Case, entry_id: int) -> Person | None:
    assigned = record.entries_of(case.pk, [AssignOfficer.code]).filter(pk__lte=entry_id).last()
    if assigned is None:
        return case.officer
    return courts.person(assigned.result["officer"])


def writ(document_id: int) -> Writ:
    """A document as it travels with a request: its PDF with both digests."""
    document = documents.document(document_id)
    content = _printed(document_id, document.content_hash)
    return Writ.of(f"{document.number}.pdf", document.title, content)


@lru_cache(maxsize=16)
def _printed(document_id: int, _content_hash: str) -> bytes:
    """One paper goes to many institutions in a row; what gives the same hash is the same paper."""
    return documents.render_pdf(document_id)

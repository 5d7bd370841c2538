"""The network of institutions as this process uses it, and who speaks for a court."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from duixian.contexts.cases.models import Case
from duixian.contexts.courts import queries as courts
from duixian.contexts.documents import queries as documents
from duixian.gateways.dealings import Officer
from duixian.gateways.network import Network
from duixian.gateways.protocol import Writ
from duixian.gateways.registry import Gateway
from duixian.kernel import clock


@cache
def network() -> Network:
    """Opened once a process; it reads the directory again when that changes."""
    return Network.in_data_folder(settings.DATA.path)


def gateway_for(institution_key: str, court_id: int) -> Gateway:
    """The gateway to an institution, signing for a court."""
    court = courts.court(court_id)
    code = courts.code_of(court_id, clock.today())
    return network().gateway(institution_key, court_code=code, court_name=court.name)


def officer_of(case: Case) -> Officer:
    """The officer in charge with both cards, as requests must name them."""
    person = case.officer
    if person is None:
        raise LookupError(f"{case.docket_number} has no officer in charge")
    card = person.credential_number or f"{person.pk:08d}"
    return Officer(name=person.name, work_card=card, duty_card=card)


def writ(document_id: int) -> Writ:
    """A document as it travels with a request: its PDF with both digests."""
    document = documents.document(document_id)
    return Writ.of(f"{document.number}.pdf", document.title, documents.render_pdf(document_id))

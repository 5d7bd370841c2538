"""Entering parties into a court's register, inside the acts that name them."""

from __future__ import annotations

from collections.abc import Sequence

from pypinyin import lazy_pinyin

from duixian.contexts.parties import engine
from duixian.contexts.parties.facts import IDENTITY_CARD, PartyFacts
from duixian.contexts.parties.models import Party
from duixian.contexts.record import sealing
from duixian.contexts.record.acts import Doing
from duixian.kernel import identifiers
from duixian.kernel.findings import Refusal


def register(facts: PartyFacts, at: Doing) -> Party:
    """The party of these facts in the court: found by identity number, else entered anew.

    The same number under another name is refused: two people never share a number, and which
    of the names is wrong only a person can tell.
    """
    return register_all([facts], at)[0]


def register_all(everyone: Sequence[PartyFacts], at: Doing) -> list[Party]:
    """As `register`, of several, in their order: the register is read once and written once."""
    digests = [
        sealing.keyed_hash(facts.identity_number) if facts.identity_number else ""
        for facts in everyone
    ]
    wanted = {digest for digest in digests if digest}
    known = {
        party.identity_hash: party
        for party in (
            Party.objects.filter(court_id=at.court_id, identity_hash__in=wanted) if wanted else ()
        )
    }
    parties, new = [], []
    for facts, digest in zip(everyone, digests, strict=True):
        party = known.get(digest) if digest else None
        if party is None:
            party = _new(facts, digest, at)
            new.append(party)
            if digest:
                known[digest] = party
        elif party.name_key != engine.name_key(facts.name):
            raise _number_of_another(party, facts)
        parties.append(party)
    Party.objects.bulk_create(new)
    return parties


def _number_of_another(party: Party, facts: PartyFacts) -> Refusal:
    return Refusal(
        "parties.identity_of_another",
        f"证件号码已登记在“{party.name}”名下，与“{facts.name}”不符",
        cure="核对证件原件，更正姓名或号码",
        field="identity_number",
    )


def _new(facts: PartyFacts, digest: str, at: Doing) -> Party:
    is_card = facts.stated_identity_kind == IDENTITY_CARD
    return Party(
        court_id=at.court_id,
        kind=facts.kind,
        name=facts.name,
        name_key=engine.name_key(facts.name),
        pinyin_key=" ".join(lazy_pinyin(facts.name)),
        identity_kind=facts.stated_identity_kind,
        identity_sealed=sealing.seal(facts.identity_number) if facts.identity_number else "",
        identity_hash=digest,
        identity_masked=identifiers.mask(facts.identity_number) if facts.identity_number else "",
        identity_tail=facts.identity_number[-4:],
        born_on=identifiers.birth_date(facts.identity_number) if is_card else None,
        sex=identifiers.sex(facts.identity_number).value if is_card else "",
        address=facts.address,
        phone_sealed=sealing.seal(facts.phone) if facts.phone else "",
        legal_representative=facts.legal_representative,
        public_body=facts.kind != "person" and engine.is_public_body(facts.name),
    )

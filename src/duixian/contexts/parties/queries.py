"""Finding parties; every answer is masked unless the caller says why it needs the number."""

from __future__ import annotations

from django.db.models import QuerySet

from duixian.contexts.parties import engine
from duixian.contexts.parties.models import Party
from duixian.contexts.record import sealing


def with_identity(number: str) -> QuerySet[Party]:
    """Parties of this very identity number in the courts the viewer sees."""
    return Party.objects.filter(identity_hash=sealing.keyed_hash(number.strip().upper()))


def named_like(text: str) -> QuerySet[Party]:
    """Parties whose name contains the text, or whose number ends with four given characters."""
    key = engine.name_key(text)
    found = Party.objects.filter(name_key__contains=key)
    if len(key) == 4 and key[:3].isdigit():
        found = found | Party.objects.filter(identity_tail=key)
    return found


def identity_number(party: Party) -> str:
    """The plain number, for a document or message that the law requires to carry it."""
    return sealing.unseal(party.identity_sealed) if party.identity_sealed else ""


def phone(party: Party) -> str:
    return sealing.unseal(party.phone_sealed) if party.phone_sealed else ""

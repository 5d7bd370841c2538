"""The directory of institutions (协助单位目录): who they are, where they answer, whose key signs.

`directory.json` is what the court's side loads; `courts.json` is the other side's list of courts
whose messages an institution accepts. Both hold public keys only.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from duixian.gateways.errors import Misconfigured
from duixian.gateways.keys import PublicKey
from duixian.gateways.protocol import Capability, InstitutionKind, PublicKeyNotice

Listing = TypeVar("Listing", bound=BaseModel)


class Institution(BaseModel):
    """One assisting institution (协助执行单位)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    identifier: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")
    kind: InstitutionKind
    name: str = Field(min_length=1)
    name_en: str = ""
    base_url: str = Field(pattern=r"^https?://")
    keys: tuple[PublicKeyNotice, ...] = Field(min_length=1)
    capabilities: tuple[Capability, ...]
    plugin: str
    synthetic: bool = False
    options: dict[str, Any] = {}

    def public_keys(self) -> tuple[PublicKey, ...]:
        """The keys its messages may be signed with."""
        return tuple(_public(notice) for notice in self.keys)

    def can(self, capability: Capability) -> bool:
        """True when the institution offers it."""
        return capability in self.capabilities


class Court(BaseModel):
    """A court an institution has accepted, with the keys it registered (登记法院)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(min_length=1)
    name: str
    keys: tuple[PublicKeyNotice, ...]

    def public_keys(self) -> tuple[PublicKey, ...]:
        """The keys its messages may be signed with."""
        return tuple(_public(notice) for notice in self.keys)


class _Directory(BaseModel):
    model_config = ConfigDict(extra="forbid")
    version: int = 1
    institutions: tuple[Institution, ...]


class _Courts(BaseModel):
    model_config = ConfigDict(extra="forbid")
    version: int = 1
    courts: tuple[Court, ...] = ()


class Directory:
    """All institutions the court's side may ask, found by identifier, kind or capability."""

    def __init__(self, institutions: Iterable[Institution]) -> None:
        self._by_identifier = {one.identifier: one for one in institutions}

    def __iter__(self) -> Iterator[Institution]:
        return iter(self._by_identifier.values())

    def __len__(self) -> int:
        return len(self._by_identifier)

    def __getitem__(self, identifier: str) -> Institution:
        """Raises KeyError for an institution that is not listed."""
        return self._by_identifier[identifier]

    def with_capability(self, capability: Capability) -> tuple[Institution, ...]:
        """Institutions that offer it, in the order of the directory."""
        return tuple(one for one in self if one.can(capability))

    def of_kind(self, kind: InstitutionKind) -> tuple[Institution, ...]:
        """Institutions of one class."""
        return tuple(one for one in self if one.kind is kind)

    def keys_of(self, sender: str) -> tuple[PublicKey, ...]:
        """For opening messages: keys of an institution; KeyError when it is not listed."""
        return self._by_identifier[sender].public_keys()


def load(path: Path) -> Directory:
    """Read `directory.json`. Raises Misconfigured naming file, place and fault."""
    listing = _read(path, _Directory)
    identifiers = [one.identifier for one in listing.institutions]
    if len(set(identifiers)) != len(identifiers):
        raise Misconfigured(f"协助单位目录 {path} 中有重复的标识")
    return Directory(listing.institutions)


def save(path: Path, institutions: Iterable[Institution]) -> None:
    """Write `directory.json` in one step, so that a reader never sees half of it."""
    listing = _Directory(institutions=tuple(institutions))
    _write(path, listing)


def load_courts(path: Path) -> dict[str, Court]:
    """Courts by code; a missing file is an empty list."""
    if not path.exists():
        return {}
    return {court.code: court for court in _read(path, _Courts).courts}


def enrol_court(
    path: Path, code: str, name: str, key: PublicKey, *, not_after: datetime | None = None
) -> None:
    """Register a court's public key with the institutions that read `courts.json` (登记公钥).

    Repeating it changes nothing. A second key is added beside the first, so that a court can
    change keys without a gap; `not_after` given for a known key ends it.
    """
    with _locked(path):
        courts = load_courts(path)
        known = courts.get(code)
        notices = {one.key_id: one for one in known.keys} if known else {}
        notices[key.key_id] = PublicKeyNotice(
            key_id=key.key_id, public_key=key.text, not_after=not_after
        )
        courts[code] = Court(code=code, name=name, keys=tuple(notices.values()))
        _write(path, _Courts(courts=tuple(courts.values())))


def _public(notice: PublicKeyNotice) -> PublicKey:
    return PublicKey(notice.key_id, notice.public_key, notice.not_after)


def _read(path: Path, model: type[Listing]) -> Listing:
    try:
        return model.model_validate_json(path.read_bytes())
    except OSError as error:
        raise Misconfigured(f"文件无法读取：{path}（{error.strerror}）") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Misconfigured(f"文件内容有误：{path}，{place}：{first['msg']}") from error


def _write(path: Path, listing: BaseModel) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    text = json.dumps(listing.model_dump(mode="json"), ensure_ascii=False, indent=2)
    draft.write_text(text + "\n", encoding="utf-8")
    draft.replace(path)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f".{path.name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

"""Which institutions the city has, how slow and how faulty each is, and the files they live in.

DATA/institutions.json   edit it: who, how late, how faulty
DATA/directory.json      written here, read by the courts: addresses and public keys
DATA/courts.json         courts whose messages are accepted (see gateways.directory.enrol_court)
DATA/keys/*.pem          private keys, mode 0600
DATA/admin-token         for the book and the administration, mode 0600
DATA/books/*.sqlite      the books
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from duixian.city.shapes import Bank
from duixian.gateways import directory
from duixian.gateways.directory import Institution
from duixian.gateways.errors import Misconfigured
from duixian.gateways.keys import PrivateKey, court_key, ensure_key
from duixian.gateways.protocol import Capability, InstitutionKind, PublicKeyNotice

PLUGINS = {
    InstitutionKind.BANK: "bank-v1",
    InstitutionKind.LAND: "land-v1",
    InstitutionKind.VEHICLES: "vehicles-v1",
}
CAPABILITIES = {
    InstitutionKind.BANK: (Capability.DEPOSITS, Capability.CONTROL),
    InstitutionKind.LAND: (Capability.REAL_ESTATE, Capability.CONTROL),
    InstitutionKind.VEHICLES: (Capability.VEHICLES, Capability.CONTROL),
}
COURT_BANK_PLUGIN = "court-bank-v1"
DEFAULT_BANKS = (
    Bank("ZTB", "赭塔银行", ""),
    Bank("JHB", "镜湖城商银行", ""),
    Bank("QYB", "青弋农商银行", ""),
    Bank("CJB", "长街储蓄银行", ""),
)


class Faults(BaseModel):
    """Shares of requests that go wrong, 0 to 1 (故障比例)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    server_error: float = Field(default=0.0, ge=0, le=1)
    lost_reply: float = Field(default=0.0, ge=0, le=1)
    hang: float = Field(default=0.0, ge=0, le=1)
    malformed: float = Field(default=0.0, ge=0, le=1)
    duplicate_records: float = Field(default=0.0, ge=0, le=1)
    late_answer: float = Field(default=0.0, ge=0, le=1)
    wrong_payment: float = Field(default=0.0, ge=0, le=1)
    wrong_identity: float = Field(default=0.0, ge=0, le=1)
    hang_seconds: float = Field(default=30.0, gt=0)
    late_days: int = Field(default=3, ge=1)


class Latency(BaseModel):
    """How long an answer takes: log-normal around the median, in seconds (反馈耗时)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    median_seconds: float = Field(default=0.5, ge=0)
    spread: float = Field(default=0.6, ge=0)


class InstitutionSettings(BaseModel):
    """One institution of the city."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    identifier: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")
    kind: InstitutionKind
    name: str
    name_en: str = ""
    bank_code: str = ""
    keeps_court_accounts: bool = False
    seed: int = 1
    faults: Faults = Faults()
    latency: Latency = Latency()

    @property
    def plugin(self) -> str:
        """The gateway that speaks with it."""
        return COURT_BANK_PLUGIN if self.keeps_court_accounts else PLUGINS[self.kind]

    @property
    def capabilities(self) -> tuple[Capability, ...]:
        """What it can do for a court."""
        more = (Capability.TREASURY,) if self.keeps_court_accounts else ()
        return (*CAPABILITIES[self.kind], *more)


EVERYDAY_FAULTS = Faults(
    server_error=0.01, lost_reply=0.005, malformed=0.003, hang=0.002, hang_seconds=20
)
"""What a city's institutions do wrong when nobody says otherwise: passes by a retry.

Faults of the line alone: a life in one process, which has no line, is not touched by them.
"""


class _Settings(BaseModel):
    model_config = ConfigDict(extra="forbid")
    institutions: tuple[InstitutionSettings, ...]


@dataclass(frozen=True, slots=True)
class Folder:
    """The data folder of the city's institutions."""

    root: Path

    @property
    def settings(self) -> Path:
        return self.root / "institutions.json"

    @property
    def directory(self) -> Path:
        return self.root / "directory.json"

    @property
    def courts(self) -> Path:
        return self.root / "courts.json"

    @property
    def population(self) -> Path:
        return self.root / "population.json"

    def book(self, identifier: str) -> Path:
        return self.root / "books" / f"{identifier}.sqlite"

    def key(self, identifier: str) -> PrivateKey:
        """The institution's signing key, made on first use."""
        return ensure_key(self.root / "keys" / f"{identifier}.pem")

    def admin_token(self) -> str:
        """The token of the book and the administration, made on first use."""
        path = self.root / "admin-token"
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(24))
        return path.read_text().strip()


def default_institutions(
    banks: Sequence[Bank] = DEFAULT_BANKS,
    *,
    faults: Faults | None = None,
    latency: Latency | None = None,
) -> tuple[InstitutionSettings, ...]:
    """One institution a bank of the city (the first keeps courts' accounts), two registries."""
    faults, latency = faults or Faults(), latency or Latency()
    listed = [
        InstitutionSettings(
            identifier=f"bank-{bank.code.lower()}",
            kind=InstitutionKind.BANK,
            name=bank.name,
            bank_code=bank.code,
            keeps_court_accounts=position == 1,
            seed=position,
            faults=faults,
            latency=latency,
        )
        for position, bank in enumerate(banks, start=1)
    ]
    listed.append(
        InstitutionSettings(
            identifier="land-registry",
            kind=InstitutionKind.LAND,
            name="城市不动产登记中心",
            name_en="City real-estate registry",
            seed=len(banks) + 1,
            faults=faults,
            latency=latency,
        )
    )
    listed.append(
        InstitutionSettings(
            identifier="vehicle-registry",
            kind=InstitutionKind.VEHICLES,
            name="城市车辆管理所",
            name_en="City vehicle registry",
            seed=len(banks) + 2,
            faults=faults,
            latency=latency,
        )
    )
    return tuple(listed)


def load_settings(folder: Folder, banks: Sequence[Bank]) -> tuple[InstitutionSettings, ...]:
    """The institutions of the folder, by default one a bank of the city and two registries.

    Once the city's banks are known they are written to institutions.json, for people to edit.
    Raises Misconfigured naming the place and fault.
    """
    if not folder.settings.exists():
        if not banks:
            return default_institutions()
        save_settings(folder, default_institutions(banks, faults=EVERYDAY_FAULTS))
    try:
        settings = _Settings.model_validate_json(folder.settings.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Misconfigured(f"{folder.settings}，{place}：{first['msg']}") from error
    return _with_a_court_bank(settings.institutions)


def _with_a_court_bank(
    institutions: tuple[InstitutionSettings, ...],
) -> tuple[InstitutionSettings, ...]:
    """Where nobody says which bank keeps the courts' accounts, the first one does."""
    if any(one.keeps_court_accounts for one in institutions):
        return institutions
    banks = [one for one in institutions if one.kind is InstitutionKind.BANK]
    return tuple(
        one.model_copy(update={"keeps_court_accounts": True}) if one in banks[:1] else one
        for one in institutions
    )


def save_settings(folder: Folder, institutions: Sequence[InstitutionSettings]) -> None:
    """Write institutions.json for people to edit."""
    folder.root.mkdir(parents=True, exist_ok=True)
    listing = {"institutions": [one.model_dump(mode="json") for one in institutions]}
    text = json.dumps(listing, ensure_ascii=False, indent=2)
    folder.settings.write_text(text + "\n", encoding="utf-8")


def publish(
    folder: Folder,
    institutions: Sequence[InstitutionSettings],
    host: str,
    port: int,
    *,
    beside_others: bool = False,
) -> None:
    """Write directory.json; `beside_others`: those another process serves stay listed.

    Options an administrator set for an institution are kept.
    """
    before = {}
    if folder.directory.exists():
        before = {one.identifier: one for one in directory.load(folder.directory)}
    listed = dict(before) if beside_others else {}
    for one in institutions:
        key = folder.key(one.identifier).public
        listed[one.identifier] = Institution(
            identifier=one.identifier,
            kind=one.kind,
            name=one.name,
            name_en=one.name_en,
            base_url=f"http://{host}:{port}/{one.identifier}",
            keys=(PublicKeyNotice(key_id=key.key_id, public_key=key.text),),
            capabilities=one.capabilities,
            plugin=one.plugin,
            synthetic=True,
            options=before[one.identifier].options if one.identifier in before else {},
        )
    directory.save(folder.directory, listed.values())


def enrol_courts(folder: Folder, keys: Path, courts: Iterable[tuple[str, str]]) -> None:
    """Register the city's courts, (code, name) each, with all institutions of the folder.

    `keys` is the folder of the courts' private keys; a court without a key gets one. Repeating it
    changes nothing.
    """
    for code, name in courts:
        directory.enrol_court(folder.courts, code, name, court_key(keys, code).public)

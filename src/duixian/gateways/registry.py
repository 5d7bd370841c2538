"""The registry of gateways (网关登记): a typed plugin for each way of talking to institutions.

A plugin names itself, the class of institution it serves, its options as a typed model, and what
it can do. Another package adds one by an entry point in the group `duixian.gateways` that, when
loaded, calls `register`.
"""

from __future__ import annotations

import importlib
from abc import ABC, abstractmethod
from functools import cache
from importlib.metadata import entry_points
from typing import ClassVar, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from duixian.gateways.client import CourtIdentity
from duixian.gateways.dealings import (
    Answer,
    ConfigFinding,
    Inquiry,
    NotYet,
    Order,
    Receipt,
    Refused,
    Result,
    Sent,
    Subject,
    WrongIdentity,
)
from duixian.gateways.directory import Institution
from duixian.gateways.errors import Misconfigured
from duixian.gateways.protocol import Capability, InstitutionKind

ENTRY_POINTS = "duixian.gateways"
BUILT_IN = (
    "duixian.gateways.banks",
    "duixian.gateways.land",
    "duixian.gateways.treasury",
    "duixian.gateways.vehicles",
)


class Gateway(ABC):
    """One institution as a court sees it. All calls are synchronous, for use in a job.

    Any call may raise `Unreachable` (try again later), `Malformed` (an answer that cannot be
    believed) or `Misconfigured`.
    """

    identifier: ClassVar[str]
    kind: ClassVar[InstitutionKind]
    label: ClassVar[str]
    label_en: ClassVar[str]
    options: ClassVar[type[BaseModel]]
    capabilities: ClassVar[frozenset[Capability]]

    institution: Institution

    @abstractmethod
    def __init__(
        self, institution: Institution, court: CourtIdentity, client: httpx.Client | None = None
    ) -> None: ...

    @abstractmethod
    def send_inquiry(self, inquiry: Inquiry) -> Sent | Refused:
        """Hand in an inquiry (发出查询). Repeating it with the same key is harmless."""

    @abstractmethod
    def fetch_answer(
        self, correlation: str, subject: Subject
    ) -> Answer | NotYet | Refused | WrongIdentity:
        """Fetch the answer (取反馈) and check that it is about `subject`."""

    @abstractmethod
    def send_order(self, order: Order) -> Receipt | Refused:
        """Hand in a control order (发出控制). Repeating it with the same key takes effect once."""

    @abstractmethod
    def fetch_result(self, correlation: str) -> Result | NotYet | Refused:
        """Fetch what the order did (取控制结果)."""

    @abstractmethod
    def check_config(self) -> tuple[ConfigFinding, ...]:
        """Try the connection and say what an administrator should know; never raises."""

    @abstractmethod
    def close(self) -> None:
        """Give the connections back."""


_plugins: dict[str, type[Gateway]] = {}
Plugin = TypeVar("Plugin", bound=type[Gateway])


def register(plugin: Plugin) -> Plugin:
    """Enter a plugin; used as a class decorator. Raises Misconfigured for a name taken."""
    taken = _plugins.get(plugin.identifier)
    if taken is not None and taken is not plugin:
        raise Misconfigured(f"网关标识重复：{plugin.identifier}")
    _plugins[plugin.identifier] = plugin
    return plugin


@cache
def _load_all() -> None:
    for module in BUILT_IN:
        importlib.import_module(module)
    for entry in entry_points(group=ENTRY_POINTS):
        entry.load()


def plugins() -> tuple[type[Gateway], ...]:
    """All plugins, by identifier."""
    _load_all()
    return tuple(_plugins[name] for name in sorted(_plugins))


def plugin(identifier: str) -> type[Gateway]:
    """Raises Misconfigured for an identifier nobody registered."""
    _load_all()
    try:
        return _plugins[identifier]
    except KeyError:
        known = "、".join(sorted(_plugins))
        raise Misconfigured(f"没有网关插件 {identifier}；已登记：{known}") from None


def options_of(institution: Institution) -> BaseModel:
    """The institution's options, read by its plugin's model.

    Raises Misconfigured naming the option at fault.
    """
    model = plugin(institution.plugin).options
    try:
        return model.model_validate(institution.options)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Misconfigured(
            f"{institution.identifier} 的选项 {place} 有误：{first['msg']}",
            institution=institution.identifier,
        ) from error


def gateway_to(
    institution: Institution, court: CourtIdentity, client: httpx.Client | None = None
) -> Gateway:
    """The gateway to one institution, speaking for one court."""
    return plugin(institution.plugin)(institution, court, client)

"""The network as a court uses it (查控网络): a directory, the courts' keys, a gateway to each.

network = Network.open(directory=..., keys=...)
gateway = network.gateway("bank-jinghu", court_code="340202", court_name="芜湖市镜湖区人民法院")
gateway.send_inquiry(inquiry)
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock

import httpx

from duixian.gateways import directory as directories
from duixian.gateways.client import CourtIdentity, LineOptions, new_client
from duixian.gateways.directory import Directory, Institution
from duixian.gateways.errors import Misconfigured
from duixian.gateways.keys import PublicKey, court_key
from duixian.gateways.protocol import Capability
from duixian.gateways.registry import Gateway, gateway_to, options_of


def directory_file(data: Path) -> Path:
    """Where an installation keeps its directory of institutions."""
    return data / "institutions" / "directory.json"


def keys_folder(data: Path) -> Path:
    """Where an installation keeps its courts' private keys."""
    return data / "secrets" / "courts"


class Network:
    """Gateways by institution and court, made once and kept; safe to share between threads.

    The directory is read again when its file changes, so an institution can be added or get a
    new key without a restart.
    """

    def __init__(self, directory: Path, keys: Path) -> None:
        self._path = directory
        self._keys = keys
        self._lock = Lock()
        self._stamp: tuple[int, int] | None = None
        self._directory = Directory(())
        self._gateways: dict[tuple[str, str], Gateway] = {}
        self._retired: list[Gateway] = []
        self._clients: dict[LineOptions, httpx.Client] = {}

    @classmethod
    def open(cls, *, directory: Path, keys: Path) -> Network:
        """`directory`: the file directory.json; `keys`: the folder of the courts' private keys."""
        network = cls(directory, keys)
        network.directory()
        return network

    @classmethod
    def in_data_folder(cls, data: Path) -> Network:
        """The network of one installation, by the places `directory_file` and `keys_folder`."""
        return cls.open(directory=directory_file(data), keys=keys_folder(data))

    def directory(self) -> Directory:
        """The directory as it is now. Raises Misconfigured when the file is missing or wrong."""
        with self._lock:
            return self._fresh_directory()

    def institutions(self, capability: Capability | None = None) -> tuple[Institution, ...]:
        """All institutions, or those with a capability."""
        listing = self.directory()
        return tuple(listing) if capability is None else listing.with_capability(capability)

    def gateway(self, institution: str, *, court_code: str, court_name: str) -> Gateway:
        """The gateway to an institution, speaking and signing for a court.

        Raises Misconfigured for an institution that is not listed.
        """
        with self._lock:
            listing = self._fresh_directory()
            known = self._gateways.get((institution, court_code))
            if known is not None:
                return known
            try:
                listed = listing[institution]
            except KeyError:
                raise Misconfigured(f"协助单位目录中没有 {institution}") from None
            signer = court_key(self._keys, court_code)
            identity = CourtIdentity(court_code, court_name, signer)
            gateway = gateway_to(listed, identity, self._client_for(listed))
            self._gateways[(institution, court_code)] = gateway
            return gateway

    def public_key(self, court_code: str) -> PublicKey:
        """The public key a court has to register with institutions."""
        return court_key(self._keys, court_code).public

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            self._retire_gateways()
            for gateway in self._retired:
                gateway.close()
            self._retired.clear()
            for client in self._clients.values():
                client.close()
            self._clients.clear()

    def _fresh_directory(self) -> Directory:
        try:
            state = self._path.stat()
        except OSError as error:
            raise Misconfigured(f"协助单位目录无法读取：{self._path}") from error
        stamp = (state.st_mtime_ns, state.st_ino)
        if stamp != self._stamp:
            self._directory = directories.load(self._path)
            self._retire_gateways()
            self._stamp = stamp
        return self._directory

    def _client_for(self, institution: Institution) -> httpx.Client | None:
        """Connections shared by all institutions with equal options; None: the plugin's own."""
        options = options_of(institution)
        if not isinstance(options, LineOptions):
            return None
        if options not in self._clients:
            self._clients[options] = new_client(options)
        return self._clients[options]

    def _retire_gateways(self) -> None:
        # Another thread may be in the middle of a call: they are closed with the network.
        self._retired += self._gateways.values()
        self._gateways.clear()

"""The city's hand on an institution (管理): its day, its book, its troubles, its customers' money."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import httpx

from duixian.city.institutions.configuration import Folder
from duixian.gateways import directory
from duixian.kernel.money import yuan


class Administration:
    """Talks to the administration of every institution in a folder. Raises httpx.HTTPError."""

    def __init__(self, folder: Folder, client: httpx.Client | None = None) -> None:
        self._folder = folder
        self._client = client or httpx.Client(timeout=30, trust_env=False)
        self._headers = {"Authorization": f"Bearer {folder.admin_token()}"}

    def identifiers(self) -> tuple[str, ...]:
        """Every institution listed."""
        return tuple(one.identifier for one in directory.load(self._folder.directory))

    def set_day(self, today: date, only: Sequence[str] | None = None) -> None:
        """Move the business day; days never go back."""
        for identifier in only or self.identifiers():
            self._post(identifier, "admin/clock", {"today": today.isoformat()})

    def settle(self, identifier: str) -> int:
        """Work off an institution's whole queue now."""
        done: int = self._post(identifier, "admin/settle", {})["done"]
        return done

    def script(self, identifier: str, *troubles: str) -> None:
        """The next requests meet these troubles, one each."""
        self._post(identifier, "admin/mischief", {"script": list(troubles)})

    def set_faults(self, identifier: str, **shares: float) -> None:
        """Shares of requests that go wrong from now on, until the server restarts."""
        self._post(identifier, "admin/mischief", {"faults": shares})

    def move_money(
        self, identifier: str, account: str, amount: int, counterparty: str, *, remark: str = ""
    ) -> int:
        """Credit or debit an account, in fen; returns what is then available."""
        wanted = {
            "account": account,
            "amount": yuan(amount),
            "counterparty": counterparty,
            "remark": remark,
        }
        available: int = self._post(identifier, "admin/money", wanted)["available_fen"]
        return available

    def book(self, identifier: str, object_key: str | None = None) -> dict[str, Any]:
        """The institution's book, whole or of one object."""
        params = {"object": object_key} if object_key else None
        reply = self._client.get(
            self._url(identifier, "book"), params=params, headers=self._headers
        )
        reply.raise_for_status()
        book: dict[str, Any] = reply.json()
        return book

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()

    def _post(self, identifier: str, path: str, content: dict[str, Any]) -> dict[str, Any]:
        reply = self._client.post(self._url(identifier, path), json=content, headers=self._headers)
        reply.raise_for_status()
        said: dict[str, Any] = reply.json()
        return said

    def _url(self, identifier: str, path: str) -> str:
        base = directory.load(self._folder.directory)[identifier].base_url
        return f"{base}/{path}"

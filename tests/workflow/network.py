"""A court whose jobs talk over real HTTP with the institutions of a small town."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from procrastinate.contrib.django import app
from procrastinate.testing import InMemoryConnector

from duixian.city.institutions.configuration import Faults, Latency, enrol_courts
from duixian.city.institutions.treasury import court_account_name, court_account_number
from duixian.city.shapes import Account, Population
from duixian.contexts.assets.acts_inquiry import EnrolInstitution
from duixian.contexts.ledger.acts_bank import OpenCourtAccount
from duixian.contexts.record.actors import system_actor
from duixian.contexts.record.acts import Act
from duixian.contexts.record.doing import Done, do
from duixian.gateways import directory
from duixian.gateways.dealings import Subject
from duixian.gateways.errors import GatewayError
from duixian.gateways.network import Network
from duixian.gateways.protocol import DocumentKind
from duixian.jobs.connection import speaking_through
from tests.gateways import town
from tests.gateways.running import RunningInstitutions
from tests.world import TestCourt, World, act, credit_code, identity_number, on_day

DAY = date(2016, 12, 12)
COURT_BANK, DEBTORS_BANK, CREDITORS_BANK = "bank-7001", "bank-7002", "bank-7003"
CREDITOR = Subject("芜湖受偿建材有限公司", credit_code(7990), DocumentKind.CREDIT_CODE)
CREDITORS_ACCOUNT = town.number_of("7003", 990)
CREDITORS_BANK_NAME = town.BANKS[2].name
BALANCE = 100_000


def debtor(place: int) -> Subject:
    """The debtors of the town: each has one account with 1,000.00 yuan."""
    return Subject(f"欠款人{place}", identity_number(600 + place))


def account_number(place: int) -> str:
    return town.number_of("7002", 700 + place)


def small_town(debtors: int) -> Population:
    """张三丰 with one account at every bank, debtors with one account each, a creditor."""
    whole = town.population()

    def account(bank: str, serial: int, owner: Subject, balance: int) -> Account:
        return town._account(bank, serial, owner, balance)

    accounts = [
        *(account(bank.code, 1, town.ZHANG, BALANCE) for bank in town.BANKS),
        *(account("7002", 700 + place, debtor(place), BALANCE) for place in range(debtors)),
        account("7003", 990, CREDITOR, 0),
    ]
    return replace(whole, accounts=tuple(accounts), real_estate=(), vehicles=())


@dataclass
class Queue:
    """Jobs of this process: done at once and in order, trouble that may pass tried again."""

    connector: InMemoryConnector = field(default_factory=InMemoryConnector)
    troubles: list[str] = field(default_factory=list)

    def work(self, patience: float = 30.0) -> None:
        """Until nothing is left to do. Fails when work does not end."""
        until = time.monotonic() + patience
        while self.connector.jobs:
            assert time.monotonic() < until, [job["task_name"] for job in self.taken()]
            for job in self.taken():
                self._run(job)
            time.sleep(0.05 if self.connector.jobs else 0)

    def work_once(self) -> None:
        """The jobs there are now, not those they make."""
        for job in self.taken():
            self._run(job)

    def taken(self) -> list[dict[str, Any]]:
        jobs = [self.connector.jobs[number] for number in sorted(self.connector.jobs)]
        self.connector.jobs.clear()
        return jobs

    def _run(self, job: dict[str, Any]) -> None:
        try:
            app.tasks[job["task_name"]].func(**job["args"])
        except GatewayError as fault:
            self.troubles.append(fault.message)
            app.configure_task(job["task_name"], lock=job["lock"]).defer(**job["args"])


@dataclass
class Linked:
    """A court of the world, linked to running institutions."""

    world: World
    running: RunningInstitutions
    queue: Queue

    @property
    def court(self) -> TestCourt:
        return self.world.jinghu

    @property
    def court_id(self) -> int:
        return self.court.court.pk

    def do(self, kind: type[Act], /, by: Any = None, **facts: Any) -> Done:
        done = do(act(kind, **facts), by=by or self.court.officer)
        assert isinstance(done, Done)
        return done

    def book(self, bank: str, number: str | None = None) -> dict[str, Any]:
        return self.running.administration.book(bank, number)

    def balance(self, bank: str, number: str) -> int:
        return int(self.book(bank, number)["objects"][0]["balance"])

    @property
    def account(self) -> str:
        """The number of the court's enforcement account."""
        return court_account_number(COURT_BANK, self.court.court.key)


@contextmanager
def institutions(
    root: Path,
    world: World,
    *,
    debtors: int = 0,
    faults: Faults | None = None,
    only: tuple[str, ...] = (),
) -> Iterator[RunningInstitutions]:
    """Servers that answer at once and know the world's courts; the house knows them."""
    with RunningInstitutions.started(
        root, small_town(debtors), faults=faults, latency=Latency(median_seconds=0), today=DAY
    ) as running:
        courts = [world.jinghu.court, world.jiujiang.court]
        enrol_courts(running.folder, running.keys, [(each.key, each.name) for each in courts])
        with on_day(DAY):
            make_known(running, world.jinghu, only)
        yield running


def make_known(running: RunningInstitutions, court: TestCourt, only: tuple[str, ...] = ()) -> None:
    """The institutions (or only some) enter the house's directory, the court's account is registered."""
    for one in directory.load(running.folder.directory):
        if only and one.identifier not in only:
            continue
        facts = {
            "key": one.identifier,
            "name": one.name,
            "kind": one.kind.value,
            "capabilities": [each.value for each in one.capabilities],
        }
        do(act(EnrolInstitution, **facts), by=system_actor(court.court.pk))
    opened = act(
        OpenCourtAccount,
        institution=COURT_BANK,
        name=court_account_name(court.court.name),
        bank=town.BANKS[0].name,
        number=court_account_number(COURT_BANK, court.court.key),
    )
    do(opened, by=court.finance)


@contextmanager
def linked(
    root: Path, world: World, *, debtors: int = 0, faults: Faults | None = None
) -> Iterator[Linked]:
    """The court speaks with its institutions through a queue of this process."""
    with institutions(root, world, debtors=debtors, faults=faults) as running:
        queue = Queue()
        network = Network.open(directory=running.folder.directory, keys=running.keys)
        with app.replace_connector(queue.connector), speaking_through(network):
            yield Linked(world, running, queue)
        network.close()


def facts_of_case(owing: Subject, serial: int, principal: str = "900.00") -> dict[str, Any]:
    """What is filed against a debtor of the town."""
    return {
        "creditors": [
            {"kind": "firm", "name": CREDITOR.name, "identity_number": CREDITOR.id_number}
        ],
        "debtors": [
            {
                "kind": "person",
                "name": owing.name,
                "identity_number": owing.id_number,
                "liability": "joint",
            }
        ],
        "titles": [
            {
                "kind": "民事判决书",
                "number": f"(2016)皖0202民初{7000 + serial}号",
                "issuer": "芜湖市镜湖区人民法院",
                "effective_on": "2016-10-20",
                "performance_due_on": "2016-10-31",
                "obligations": [{"principal": principal, "interest_fixed": "0.00", "costs": "0"}],
            }
        ],
    }

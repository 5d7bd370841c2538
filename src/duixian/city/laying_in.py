"""Laying in a city (放入): people, courts, cases, and some months of life up to today."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from duixian.city.courts import wuhu_courts
from duixian.city.demonstration import City, city_of, password_of, population_file, remember
from duixian.city.founding import found_courts
from duixian.city.identity import credit_code
from duixian.city.institutions.configuration import Folder
from duixian.city.institutions.treasury import court_account_name, court_account_number
from duixian.city.life.effort import Lived
from duixian.city.life.living import Life, publish_institutions
from duixian.city.population import SIZES, make_population
from duixian.city.shapes import Population
from duixian.contexts.assets.acts_inquiry import EnrolInstitution
from duixian.contexts.courts import queries as courts
from duixian.contexts.disposal.acts_agency import EnrolAgency
from duixian.contexts.ledger.acts_bank import OpenCourtAccount
from duixian.contexts.record.actors import system_actor
from duixian.contexts.record.acts import read_facts
from duixian.contexts.record.doing import do
from duixian.gateways import directory
from duixian.gateways.network import directory_file
from duixian.gateways.protocol import Capability
from duixian.kernel import clock
from duixian.service.places import DataFolder, data_folder

MONTHS_LIVED = {"small": 4, "medium": 4, "large": 6}
"""Months of life a city has behind it when it is laid in."""
_DAYS_A_MONTH = 30
_AGENCIES = (
    "芜湖鉴衡资产评估有限公司",
    "安徽平准房地产评估有限公司",
    "江城公信资产评估事务所有限公司",
    "皖江度量价格评估有限公司",
)


class NotLaidIn(Exception):
    """The city cannot be laid in here; says why and what to do."""


def lay_in(
    size: str,
    seed: int,
    *,
    months: int | None = None,
    a_month: int | None = None,
    progress: Callable[[str], None] = print,
    folder: DataFolder | None = None,
    processes: int = 1,
) -> Lived:
    """Lay in a city and let it live up to yesterday. Cut short, it is gone on with.

    months: of life before today; a_month: new cases in a month; both by size where not said.
    processes: how many live it; what happens in a court does not depend on it.

    Raises NotLaidIn where a court's own data is, or another city.
    """
    folder = folder or data_folder()
    city = _city(folder, size, seed, months)
    population = _population(folder, city)
    progress(f"人口：{len(population.persons)} 人，{len(population.firms)} 家企业")
    staff = city.staff()
    with clock.standing_at(city.begins_on):
        found_courts(wuhu_courts(), staff, city.begins_on, lambda user: password_of(folder, user))
    progress(f"法院：{len(staff.courts)} 家，人员 {len(staff.officials)} 名")
    _enrol_institutions(folder, city)
    _open_court_accounts(folder, city)
    _enrol_agencies(city)
    life = Life(folder, city, population=population, a_month=a_month, processes=processes)
    return life.live_until(clock.today() - timedelta(days=1), progress)


def _city(folder: DataFolder, size: str, seed: int, months: int | None) -> City:
    if size not in SIZES:
        raise NotLaidIn(f"没有“{size}”这种规模：写 {'、'.join(SIZES)}。")
    here = city_of(folder)
    if here is None:
        if courts.all_courts().exists():
            raise NotLaidIn("这里已有法院的数据，不能放入模拟城市；用 --data 另选数据目录。")
        lived = _DAYS_A_MONTH * (MONTHS_LIVED[size] if months is None else months)
        here = City(size, seed, begins_on=clock.today() - timedelta(days=lived))
        remember(folder, here)
    if (here.size, here.seed) != (size, seed):
        raise NotLaidIn(
            f"这里已有规模 {here.size}、种子 {here.seed} 的城市；另选数据目录再放入别的。"
        )
    return here


def _population(folder: DataFolder, city: City) -> Population:
    """The people of the city, written down for the institutions the first time."""
    file = population_file(folder)
    if file.exists():
        return Population.load(file)
    population = make_population(city.size, city.seed, _first_of_year(city.begins_on))
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".fresh")
    population.save(fresh)
    fresh.replace(file)
    return population


def _enrol_institutions(folder: DataFolder, city: City) -> None:
    """Every institution of the city enters the house's directory."""
    listing = Folder(directory_file(folder.path).parent)
    publish_institutions(folder, listing)
    court = courts.all_courts().get(key="wuhu")
    with clock.standing_at(city.lived_until or city.begins_on):
        for each in directory.load(listing.directory):
            facts = {
                "key": each.identifier,
                "name": each.name,
                "name_en": each.name_en,
                "kind": each.kind.value,
                "capabilities": [one.value for one in each.capabilities],
            }
            act = read_facts(EnrolInstitution, facts)
            # What an institution can do may have changed since a life before this one.
            key = f"city:enrol:{each.identifier}:{_digest(facts)}"
            do(act, by=system_actor(court.pk), key=key)


def _open_court_accounts(folder: DataFolder, city: City) -> None:
    """Every court that sits registers the account its bank keeps for it."""
    listed = directory.load(directory_file(folder.path))
    bank = next(each for each in listed if each.can(Capability.TREASURY))
    sitting = [court.key for court in city.staff().courts]
    with clock.standing_at(city.lived_until or city.begins_on):
        for court in courts.all_courts().filter(key__in=sitting):
            facts = {
                "institution": bank.identifier,
                "name": court_account_name(court.name),
                "bank": bank.name,
                "number": court_account_number(bank.identifier, court.key),
            }
            act = read_facts(OpenCourtAccount, facts)
            do(act, by=system_actor(court.pk), key=f"city:account:{court.key}:{_digest(facts)}")


def _digest(facts: dict[str, Any]) -> str:
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _enrol_agencies(city: City) -> None:
    """The list of appraisal agencies from which draws are made."""
    court = courts.all_courts().get(key="wuhu")
    with clock.standing_at(city.begins_on):
        for place, name in enumerate(_AGENCIES):
            facts = {
                "credit_code": credit_code("91", 39_000_000 + place),
                "name": name,
                "kinds": ["real_estate", "vehicle"],
            }
            act = read_facts(EnrolAgency, facts)
            do(act, by=system_actor(court.pk), key=f"city:agency:{place}")


def _first_of_year(day: date) -> date:
    return day.replace(month=1, day=1)

"""A city is laid in once, can be gone on with, and is always marked as a demonstration."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from duixian.city.courts import wuhu_courts
from duixian.city.demonstration import city_of, password_of, population_file
from duixian.city.laying_in import NotLaidIn, lay_in
from duixian.city.shapes import Population
from duixian.cli import logins, token
from duixian.cli.registry import WrongUse
from duixian.contexts.assets import queries as assets
from duixian.contexts.cases.models import Case
from duixian.contexts.courts import queries as courts
from duixian.contexts.courts.models import ApiToken, Appointment, Court, Person
from duixian.contexts.record.actors import system_actor
from duixian.contexts.record.models import Entry
from duixian.contexts.record.viewing import viewing
from duixian.gateways import directory
from duixian.gateways.network import directory_file
from duixian.gateways.protocol import Capability, InstitutionKind
from duixian.kernel import clock
from duixian.kernel.roles import Role
from duixian.service.places import DataFolder
from tests.world import World, make_world


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    monkeypatch.setenv("DUIXIAN_DATA", str(tmp_path / "data"))
    return DataFolder(tmp_path / "data")


def _lay_in(folder: DataFolder, **changed: object) -> None:
    wanted = {"months": 1, "a_month": 6, "progress": lambda line: None, "folder": folder}
    with clock.standing_at(date(2026, 10, 20)):
        lay_in("small", 3, **{**wanted, **changed})  # type: ignore[arg-type]


def _entries() -> dict[str, int]:
    """How many entries each court's part of the record has."""
    counted = {}
    for court in Court.objects.all():
        with viewing(system_actor(court.pk)):
            counted[court.key] = Entry.objects.filter(court_id=court.pk).count()
    return counted


def test_courts_are_founded_on_record(db: None, folder: DataFolder) -> None:
    _lay_in(folder, a_month=1)
    assert set(Court.objects.values_list("key", flat=True)) == {c.key for c in wuhu_courts()}
    jinghu = Court.objects.get(key="jinghu")
    assert jinghu.parent is not None and jinghu.parent.key == "wuhu"
    with viewing(system_actor(jinghu.pk)):
        first = Entry.objects.get(chain=f"court:{jinghu.pk}", seq=1)
    assert first.act == "courts.found_court"
    assert "pbkdf2" not in json.dumps(first.facts)


def test_everybody_can_sign_in_with_the_password_told(db: None, folder: DataFolder) -> None:
    _lay_in(folder, a_month=1)
    officer = Person.objects.get(username="jinghu.officer1")
    assert PBKDF2PasswordHasher().verify(password_of(folder, officer.username), officer.password)
    another = password_of(folder, "jinghu.officer2")
    assert not PBKDF2PasswordHasher().verify(another, officer.password)


def test_a_city_has_cases_in_hand(db: None, folder: DataFolder) -> None:
    _lay_in(folder)
    total = 0
    for court in Court.objects.all():
        with viewing(system_actor(court.pk)):
            for case in Case.objects.filter(court_id=court.pk):
                total += 1
                assert case.officer_id is not None
                assert case.filed_on < date(2026, 10, 20)
    assert total >= 4
    assert Population.load(population_file(folder)).seed == 3
    _laying_in_again_changes_nothing(folder)
    _what_an_institution_has_learnt_is_enrolled(folder)


def _laying_in_again_changes_nothing(folder: DataFolder) -> None:
    before = _entries()
    people = Person.objects.count(), Appointment.objects.count()
    _lay_in(folder)
    assert _entries() == before
    assert (Person.objects.count(), Appointment.objects.count()) == people


def _what_an_institution_has_learnt_is_enrolled(folder: DataFolder) -> None:
    """A second bank begins to keep courts' accounts: the house's directory says so from then on."""
    listing = directory_file(folder.path)
    changed = [
        each.model_copy(update={"capabilities": (*each.capabilities, Capability.TREASURY)})
        if each.kind is InstitutionKind.BANK and not each.can(Capability.TREASURY)
        else each
        for each in directory.load(listing)
    ]
    directory.save(listing, changed)
    _lay_in(folder)
    keepers = {each.key for each in assets.institutions() if "treasury" in each.capabilities}
    assert keepers == {each.identifier for each in changed if each.can(Capability.TREASURY)}
    assert len(keepers) > 1


def test_another_city_or_a_real_court_is_left_alone(db: None, folder: DataFolder) -> None:
    _lay_in(folder, a_month=1)
    with clock.standing_at(date(2026, 10, 20)), pytest.raises(NotLaidIn, match="另选数据目录"):
        lay_in("small", 4, folder=folder, progress=lambda line: None)


def test_no_city_comes_where_real_courts_are(db: None, folder: DataFolder) -> None:
    make_world()
    with pytest.raises(NotLaidIn, match="已有法院的数据"):
        _lay_in(folder)
    assert city_of(folder) is None


def test_logins_are_told_in_a_demonstration_alone(
    db: None, folder: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = Namespace(json=True, all=False, court="jinghu")
    with pytest.raises(WrongUse, match="不是演示"):
        logins.run(asked)
    _lay_in(folder, a_month=1)
    assert logins.run(asked) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told) == Person.objects.count()
    assert set(told[0]) == {"user", "password", "person", "role", "court"}
    for login in told[::25]:
        person = Person.objects.get(username=login["user"])
        assert PBKDF2PasswordHasher().verify(login["password"], person.password)
        assert Role(login["role"]) in courts.actor(person).roles


def test_a_token_is_shown_once_and_only_its_hash_kept(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    officer = world.jinghu.people[Role.OFFICER][0]
    assert token.run(Namespace(user=officer.username, days=30, label="")) == 0
    secret = capsys.readouterr().out.strip()
    assert courts.person_of_token(secret) == officer
    assert not ApiToken.objects.filter(hash=secret).exists()
    with viewing(world.jinghu.officer):
        entry = Entry.objects.get(act="courts.issue_token")
    assert secret not in json.dumps(entry.facts)
    with pytest.raises(WrongUse, match="没有在用的账号"):
        token.run(Namespace(user="nobody", days=30, label=""))
    Person.objects.filter(pk=officer.pk).update(is_active=False)
    with pytest.raises(WrongUse, match="没有在用的账号"):
        token.run(Namespace(user=officer.username, days=30, label=""))

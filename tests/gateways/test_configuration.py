"""What an administrator sets up: directory, keys, plugins, options (配置检查)."""

from __future__ import annotations

import json
from datetime import timedelta

import httpx
import pytest

from duixian.city.institutions.configuration import (
    Folder,
    default_institutions,
    load_settings,
    publish,
)
from duixian.gateways import directory, registry
from duixian.gateways.dealings import Refused, Sent
from duixian.gateways.errors import Misconfigured
from duixian.gateways.keys import PrivateKey, court_key, ensure_key, load_key
from duixian.gateways.network import Network
from duixian.gateways.protocol import Capability, InstitutionKind
from duixian.kernel import clock
from tests.gateways import stories, town
from tests.gateways.running import COURT, COURT_NAME, RunningInstitutions


def test_every_plugin_says_what_it_is_and_can() -> None:
    told = {one.identifier: (one.kind, one.capabilities) for one in registry.plugins()}
    assert told == {
        "bank-v1": (InstitutionKind.BANK, {Capability.DEPOSITS, Capability.CONTROL}),
        "court-bank-v1": (
            InstitutionKind.BANK,
            {Capability.DEPOSITS, Capability.CONTROL, Capability.TREASURY},
        ),
        "land-v1": (InstitutionKind.LAND, {Capability.REAL_ESTATE, Capability.CONTROL}),
        "vehicles-v1": (InstitutionKind.VEHICLES, {Capability.VEHICLES, Capability.CONTROL}),
    }
    for one in registry.plugins():
        assert one.label and one.label_en
        assert one.options.model_json_schema()["properties"]["read_seconds"]["title"]


def test_a_name_can_be_taken_once() -> None:
    class Impostor:
        identifier = "bank-v1"

    with pytest.raises(Misconfigured, match="重复"):
        registry.register(Impostor)  # type: ignore[type-var]


def test_an_unknown_plugin_is_named_with_those_there_are() -> None:
    with pytest.raises(Misconfigured, match=r"没有网关插件 bank-v9；已登记：bank-v1"):
        registry.plugin("bank-v9")


def test_a_wrong_option_is_named(institutions: RunningInstitutions) -> None:
    listed = directory.load(institutions.folder.directory)["bank-7001"]
    wrong = listed.model_copy(update={"options": {"attempts": 0}})
    with pytest.raises(Misconfigured, match="attempts"):
        registry.options_of(wrong)
    mistyped = listed.model_copy(update={"options": {"atempts": 3}})
    with pytest.raises(Misconfigured, match="atempts"):
        registry.options_of(mistyped)


@pytest.mark.parametrize("identifier", ["bank-7001", "land-registry", "vehicle-registry"])
def test_a_sound_institution_checks_out(identifier: str, institutions: RunningInstitutions) -> None:
    findings = institutions.gateway(identifier).check_config()
    assert len(findings) == 7 and all(one.ok for one in findings), findings


def test_a_wrong_directory_entry_is_found(institutions: RunningInstitutions) -> None:
    listing = directory.load(institutions.folder.directory)
    wrong = listing["bank-7001"].model_copy(
        update={
            "base_url": listing["land-registry"].base_url,
            "capabilities": (Capability.SECURITIES,),
        }
    )
    court = institutions.gateway("bank-7001").court  # type: ignore[attr-defined]
    gateway = registry.gateway_to(wrong, court)
    failed = {one.subject for one in gateway.check_config() if not one.ok}
    gateway.close()
    assert failed == {"单位标识", "类别", "公钥", "能力"}


def test_a_directory_that_cannot_be_read_names_place_and_fault(tmp_path) -> None:
    path = tmp_path / "directory.json"
    with pytest.raises(Misconfigured, match="无法读取"):
        Network.open(directory=path, keys=tmp_path)
    path.write_text('{"institutions": [{"identifier": "Bank 1"}]}')
    with pytest.raises(Misconfigured, match=r"institutions\.0\.identifier"):
        directory.load(path)
    path.write_text("{")
    with pytest.raises(Misconfigured, match="内容有误"):
        directory.load(path)


def test_one_identifier_is_one_institution(institutions: RunningInstitutions, tmp_path) -> None:
    text = json.loads(institutions.folder.directory.read_text())
    text["institutions"].append(text["institutions"][0])
    path = tmp_path / "directory.json"
    path.write_text(json.dumps(text))
    with pytest.raises(Misconfigured, match="重复"):
        directory.load(path)


def test_institutions_are_found_by_what_they_can(institutions: RunningInstitutions) -> None:
    network = institutions.network
    assert len(network.institutions()) == 6
    assert len(network.institutions(Capability.DEPOSITS)) == 4
    assert [one.identifier for one in network.institutions(Capability.REAL_ESTATE)] == [
        "land-registry"
    ]
    assert network.institutions(Capability.SECURITIES) == ()
    with pytest.raises(Misconfigured, match="bank-nowhere"):
        network.gateway("bank-nowhere", court_code=COURT, court_name=COURT_NAME)


def test_a_private_key_is_for_its_owner_only(tmp_path) -> None:
    path = tmp_path / "keys" / "court.pem"
    key = ensure_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert ensure_key(path).key_id == key.key_id, "made once, kept"
    path.chmod(0o640)
    with pytest.raises(Misconfigured, match="640，应为 600"):
        load_key(path)
    path.chmod(0o600)
    path.write_text("nonsense")
    with pytest.raises(Misconfigured, match="格式错误"):
        load_key(path)


def test_a_court_changes_its_key_without_a_gap(institutions: RunningInstitutions) -> None:
    """Enrol the new key, sign with it, withdraw the old one: the old one is then refused."""
    code, name, courts = "340211", "芜湖市繁昌区人民法院", institutions.folder.courts
    old = court_key(institutions.keys, code)
    directory.enrol_court(courts, code, name, old.public)

    def sent() -> Sent | Refused:
        network = Network.open(directory=institutions.folder.directory, keys=institutions.keys)
        gateway = network.gateway("bank-7004", court_code=code, court_name=name)
        said = gateway.send_inquiry(stories.inquiry(town.NOBODY))
        network.close()
        return said

    assert isinstance(sent(), Sent)
    path = institutions.keys / f"court-{code}.pem"
    kept = path.read_bytes()
    path.unlink()
    new = court_key(institutions.keys, code)
    early = sent()
    assert isinstance(early, Refused) and early.reason == "unknown_key", "not yet enrolled"
    directory.enrol_court(courts, code, name, new.public)
    assert isinstance(sent(), Sent)
    directory.enrol_court(
        courts, code, name, old.public, not_after=clock.wall() - timedelta(seconds=1)
    )
    path.write_bytes(kept)
    withdrawn = sent()
    assert isinstance(withdrawn, Refused) and withdrawn.reason == "unknown_key"


def test_enrolling_twice_changes_nothing(tmp_path) -> None:
    path, key = tmp_path / "courts.json", PrivateKey.new().public
    directory.enrol_court(path, "340202", "镜湖", key)
    before = path.read_text()
    directory.enrol_court(path, "340202", "镜湖", key)
    assert path.read_text() == before


def test_no_private_key_stands_in_what_is_published(institutions: RunningInstitutions) -> None:
    root = institutions.folder.root
    for path in (root / "directory.json", root / "courts.json", root / "institutions.json"):
        assert "PRIVATE" not in path.read_text()
    for path in [*(root / "keys").iterdir(), root / "admin-token"]:
        assert path.stat().st_mode & 0o077 == 0, path


def test_some_institutions_can_live_in_a_process_of_their_own(tmp_path) -> None:
    folder = Folder(tmp_path)
    all_of_them = default_institutions(town.BANKS)
    publish(folder, all_of_them, "127.0.0.1", 9100)
    publish(folder, all_of_them[:1], "127.0.0.1", 9200, beside_others=True)
    ports = {one.identifier: one.base_url.split(":")[2] for one in directory.load(folder.directory)}
    assert ports["bank-7001"] == "9200/bank-7001" and ports["bank-7002"] == "9100/bank-7002"
    publish(folder, all_of_them[1:], "127.0.0.1", 9300)
    assert "bank-7001" not in [one.identifier for one in directory.load(folder.directory)]


def test_the_banks_of_the_city_become_institutions_to_edit(tmp_path) -> None:
    folder = Folder(tmp_path)
    assert len(load_settings(folder, ())) == 6 and not folder.settings.exists()
    assert [one.identifier for one in load_settings(folder, town.BANKS[:1])] == [
        "bank-7001",
        "land-registry",
        "vehicle-registry",
    ]
    text = json.loads(folder.settings.read_text())
    text["institutions"][0]["faults"]["server_error"] = 1.5
    folder.settings.write_text(json.dumps(text))
    with pytest.raises(Misconfigured, match=r"institutions\.0\.faults\.server_error"):
        load_settings(folder, ())


def test_the_administration_is_closed_to_those_without_its_token(
    institutions: RunningInstitutions,
) -> None:
    base = directory.load(institutions.folder.directory)["bank-7001"].base_url
    for method, path in (
        ("GET", "book"),
        ("POST", "admin/clock"),
        ("POST", "admin/settle"),
        ("POST", "admin/mischief"),
        ("POST", "admin/money"),
    ):
        for headers in ({}, {"Authorization": "Bearer wrong"}):
            reply = httpx.request(
                method, f"{base}/{path}", headers=headers, json={}, trust_env=False
            )
            assert reply.status_code == 403, path

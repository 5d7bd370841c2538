"""`duixian import FILE`: what an operator sees, and the exit status scripts go by."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from duixian.city.spreadsheets import make_spreadsheet
from duixian.cli.main import main
from duixian.contexts.cases.models import Case, ImportBatch
from duixian.contexts.record.actors import system_actor
from duixian.contexts.record.models import Entry
from duixian.contexts.record.viewing import viewing
from duixian.kernel.roles import Role
from tests.world import World, make_world, on_day

Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def run(world: World, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command with --json; gives the exit status and the one document said."""

    def command(*words: object) -> tuple[int, Any]:
        capsys.readouterr()
        with on_day("2017-05-17"):
            status = main(["import", *map(str, words), "--json"])
        said = capsys.readouterr().out
        return status, json.loads(said) if said else None

    return command


@pytest.fixture
def listed(tmp_path: Path) -> Callable[..., Path]:
    def make(cases: int, name: str = "清单.xlsx", **how: Any) -> Path:
        wanted = {"courts": ["jinghu"], "seed": 6, "on": date(2017, 5, 17), **how}
        make_spreadsheet(tmp_path / name, cases=cases, form=name.rpartition(".")[2], **wanted)
        return tmp_path / name

    return make


def cases_of(world: World) -> dict[str, int]:
    counted = {}
    for court in (world.jinghu.court, world.jiujiang.court):
        with viewing(system_actor(court.pk)):
            counted[court.key] = Case.objects.count()
    return counted


def test_a_clean_list_goes_in_whole(world: World, run: Run, listed: Callable[..., Path]) -> None:
    status, told = run(listed(5))
    assert status == 0
    assert (told["cases"], told["imported"], told["duplicates"], told["refused"]) == (5, 5, 0, 0)
    assert told["batch"] and told["rows"] >= 5 and told["errors_file"] is None
    assert told["batches"][0]["by"] == world.jinghu.filing.name
    assert cases_of(world) == {"jinghu": 5, "jiujiang": 0}
    again, told = run(listed(5))
    assert (again, told["imported"], told["duplicates"]) == (0, 0, 5)


def test_each_case_goes_to_the_court_it_names(
    world: World, run: Run, listed: Callable[..., Path]
) -> None:
    status, told = run(listed(12, "清单.csv", courts=["jinghu", "jiujiang"]))
    assert (status, told["imported"], told["refused"]) == (0, 12, 0)
    assert len(told["batches"]) == 2
    counted = cases_of(world)
    assert sum(counted.values()) == 12 and all(counted.values())


def test_with_a_court_named_the_cases_of_others_are_refused(
    world: World, run: Run, listed: Callable[..., Path]
) -> None:
    file = listed(12, courts=["jinghu", "jiujiang"])
    status, told = run(file, "--court", "皖0207")
    assert status == 1 and told["imported"] + told["refused"] == 12
    assert cases_of(world) == {"jinghu": 0, "jiujiang": told["imported"]}
    assert {each["code"] for each in told["problems"] if each["severity"] == "error"} == {
        "cases.import_other_court"
    }
    status, told = run(file, "--as", world.jinghu.people[Role.FILING_HALL][0].username)
    assert status == 1 and cases_of(world)["jinghu"] == told["imported"]


def test_a_dry_run_writes_nothing(world: World, run: Run, listed: Callable[..., Path]) -> None:
    with viewing(world.jinghu.filing):
        before = Entry.objects.count()
    status, told = run(listed(30, dirty=0.5), "--dry-run")
    assert status == 1
    assert told["batch"] is None and told["imported"] == 0
    assert told["clean"] + told["refused"] == told["cases"] == 30 and told["refused"]
    with viewing(world.jinghu.filing):
        assert not ImportBatch.objects.exists() and Entry.objects.count() == before
    assert cases_of(world) == {"jinghu": 0, "jiujiang": 0}


def test_the_rest_is_written_to_a_file_for_its_owner_s_eyes(
    world: World, run: Run, listed: Callable[..., Path], tmp_path: Path
) -> None:
    out = tmp_path / "待修改.xlsx"
    status, told = run(listed(30, dirty=0.5), "--errors", out)
    assert status == 1 and told["errors_file"] == str(out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    status, again = run(out, "--dry-run")
    assert status == 1 and again["cases"] == told["refused"]


def test_wrong_use_is_named_and_ends_with_two(
    world: World, run: Run, listed: Callable[..., Path], tmp_path: Path
) -> None:
    assert run(tmp_path / "没有这个文件.xlsx") == (2, None)
    assert run(listed(2), "--court", "皖9999") == (2, None)
    assert run(listed(2), "--as", "nobody") == (2, None)
    assert run(listed(2), "--map", "立案日期") == (2, None)
    assert run(listed(2), "--errors", tmp_path / "out.txt") == (2, None)
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04broken")
    status, told = run(broken)
    assert status == 2 and told["refusal"]["code"] == "cases.file_broken"
    officer = world.jinghu.people[Role.OFFICER][0].username
    status, told = run(listed(2), "--as", officer)
    assert status == 2 and told["refusal"]["code"] == "record.not_your_act"
    assert cases_of(world) == {"jinghu": 0, "jiujiang": 0}


def test_a_column_the_list_calls_otherwise_is_pointed_out(
    world: World, run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "清单.csv"
    made = tmp_path / "本来.csv"
    make_spreadsheet(made, cases=3, seed=6, courts=["jinghu"], form="csv", encoding="utf-8")
    file.write_text(made.read_text("utf-8").replace("立案日期", "日子", 1), "utf-8")
    status, told = run(file, "--dry-run")
    assert status == 1 and told["clean"] == 0
    status, told = run(file, "--map", "日子=filed_on")
    assert (status, told["imported"]) == (0, 3)

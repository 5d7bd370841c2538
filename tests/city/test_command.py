"""`duixian city` refuses what it cannot do, and says how it is done."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from duixian.city.demonstration import City, city_of, remember
from duixian.cli import main, up
from duixian.kernel import clock
from duixian.service.places import DataFolder


def test_a_list_of_cases_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "cases.xlsx"
    words = ["city", "spreadsheet", "--rows", "30", "--dirty", "0.2", "--out", str(target)]
    assert main.main(words) == 0
    assert target.stat().st_size > 4_000
    assert "30 件" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["spreadsheet", "--out", "cases.pdf"], "扩展名应为"),
        (["spreadsheet", "--dirty", "3", "--out", "cases.xlsx"], "没有写成"),
        (["live", "--days", "3"], "没有模拟城市"),
    ],
)
def test_wrong_use_is_named(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DUIXIAN_DATA", str(tmp_path / "data"))
    assert main.main(["city", *words]) == 2
    assert said in capsys.readouterr().err


def test_a_house_stands_on_the_day_after_its_city_has_lived(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody may act before what the people of the city did already."""
    monkeypatch.setenv("DUIXIAN_TODAY", "")
    monkeypatch.delenv("DUIXIAN_TODAY")
    folder = DataFolder(tmp_path / "data")
    city = City("small", 1, date(2026, 1, 5), lived_until=date(2026, 6, 30))
    remember(folder, city)
    assert city_of(folder) == city
    with clock.standing_at(date(2026, 7, 15)):
        up.stand_where_the_city_is(folder)
        assert "DUIXIAN_TODAY" not in up.os.environ
    with clock.standing_at(date(2026, 6, 1)):
        up.stand_where_the_city_is(folder)
        assert up.os.environ["DUIXIAN_TODAY"] == "2026-07-01"
    monkeypatch.setenv("DUIXIAN_TODAY", "2026-08-01")
    with clock.standing_at(date(2026, 6, 1)):
        up.stand_where_the_city_is(folder)
        assert up.os.environ["DUIXIAN_TODAY"] == "2026-08-01"

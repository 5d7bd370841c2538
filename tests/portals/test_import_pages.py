"""A list is brought, looked at, imported and its errors taken home (issue: import with preview)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duixian.city.spreadsheets import make_spreadsheet
from duixian.contexts.cases import importing
from duixian.contexts.cases.models import Case
from duixian.contexts.record.viewing import viewing
from duixian.jobs import importing as jobs
from duixian.kernel.roles import Role
from duixian.portals.officer import imports
from tests.world import TestCourt, World, make_world, on_day


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def signed_in(court: TestCourt, role: Role) -> Client:
    client = Client()
    client.force_login(court.people[role][0], backend="django.contrib.auth.backends.ModelBackend")
    return client


def a_list(folder: Path) -> tuple[bytes, int, int]:
    made = make_spreadsheet(folder / "list.xlsx", cases=30, seed=3, dirty=0.3, courts=("jinghu",))
    return (folder / "list.xlsx").read_bytes(), made.cases, len(made.must_be_refused)


def test_a_list_goes_from_upload_to_cases(world: World, tmp_path: Path) -> None:
    content, cases, bad = a_list(tmp_path)
    filing = signed_in(world.jinghu, Role.FILING_HALL)
    with on_day("2017-05-17"):
        brought = filing.post("/imports/", {"file": SimpleUploadedFile("收案.xlsx", content)})
        assert brought.status_code == 302
        place = brought["Location"]
        preview = filing.get(place).content.decode()
        assert "问题" in preview and "导入" in preview and bad
        started = filing.post(f"{place}start/")
        assert started.status_code == 302
        jobs.import_rows(int(place.strip("/").split("/")[-1]), world.jinghu.court.pk, lambda: False)
        done = filing.get(place).content.decode()
        errors = filing.get(f"{place}errors.xlsx")
    assert "看导入的案件" in done
    assert errors.status_code == 200 and errors.content[:2] == b"PK"
    with viewing(world.jinghu.filing):
        assert 0 < Case.objects.count() <= cases - bad


@pytest.mark.parametrize(
    "content", [b"", b"not a workbook", b"PK\x03\x04broken"], ids=["empty", "text", "cut short"]
)
def test_what_cannot_be_read_is_refused_with_its_cure(world: World, content: bytes) -> None:
    filing = signed_in(world.jinghu, Role.FILING_HALL)
    answer = filing.post("/imports/", {"file": SimpleUploadedFile("收案.xlsx", content)})
    assert answer.status_code == 422
    assert "选择文件" in answer.content.decode()


def test_the_limit_told_is_the_limit_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "MOST_BYTES", 3 << 20)
    filing = signed_in(world.jinghu, Role.FILING_HALL)
    assert "不超过 3 MB" in filing.get("/imports/").content.decode()
    whole = SimpleUploadedFile("收案.xlsx", b"x" * ((4 << 20) + 1))
    answer = filing.post("/imports/", {"file": whole})
    assert answer.status_code == 422
    assert "文件有 4 MB，超过 3 MB" in answer.content.decode()


def test_only_the_filing_hall_brings_lists(world: World, tmp_path: Path) -> None:
    content, _cases, _bad = a_list(tmp_path)
    officer = signed_in(world.jinghu, Role.OFFICER)
    answer = officer.post("/imports/", {"file": SimpleUploadedFile("收案.xlsx", content)})
    assert answer.status_code in (403, 422)
    assert (
        signed_in(world.jinghu, Role.FILING_HALL).get("/imports/template.xlsx").content[:2] == b"PK"
    )


def test_a_long_list_is_checked_in_the_background_on_the_same_screen(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHECKED_AT_ONCE_BYTES", 1000)
    content, _cases, _bad = a_list(tmp_path)
    filing = signed_in(world.jinghu, Role.FILING_HALL)
    with on_day("2017-05-17"):
        place = filing.post("/imports/", {"file": SimpleUploadedFile("收案.xlsx", content)})[
            "Location"
        ]
        batch_id = int(place.strip("/").split("/")[-1])
        waiting = filing.get(place).content.decode()
        assert "检查清单" in waiting and 'hx-trigger="every 1s"' in waiting
        assert "停止导入" in waiting and f"{place}start/" not in waiting
        assert "HX-Refresh" not in filing.get(f"{place}progress/")
        jobs.check_here(batch_id, world.jinghu.court.pk, lambda: False)
        assert filing.get(f"{place}progress/")["HX-Refresh"] == "true"
        assert f"{place}start/" in filing.get(place).content.decode()


def test_a_long_list_that_cannot_be_read_says_so_on_its_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHECKED_AT_ONCE_BYTES", 5)
    filing = signed_in(world.jinghu, Role.FILING_HALL)
    broken = SimpleUploadedFile("收案.xlsx", b"PK\x03\x04broken")
    place = filing.post("/imports/", {"file": broken})["Location"]
    jobs.check_here(int(place.strip("/").split("/")[-1]), world.jinghu.court.pk, lambda: False)
    page = filing.get(place).content.decode()
    assert "文件损坏" in page and "errors.xlsx" not in page
